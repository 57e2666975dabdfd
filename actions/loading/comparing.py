"""Holding an entry against the cycle that is there: a date that the record has ever had is nothing new.

So a file loaded every night stays harmless after an act has moved what it says; whatever else differs is refused, with
the act that would do it.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.loading.declaring import agreement, step_place, words
from actions.loading.entries import Entry
from actions.loading.refusing import known, refused
from actions.loading.shapes import DeadlineShape, TimelineShape
from actions.opening import Agreement, Given, meeting_span, span_words
from actions.reading import clock_of, window_of
from models.cycles import Anchor, Cycle
from models.deadlines import Assignment, Deadline, Promise
from planning.basis import Basis
from planning.grammar import parse
from planning.rules import Fixed
from planning.window import Window

FIXED = ("title", "mandate", "version", "zone", "place")
STEP_FIXED = ("title", "by", "to", "via", "purpose", "source", "follows", "before")


def compare(
    session: Session, entry: Entry[TimelineShape], cycle: Cycle, anchors: Mapping[str, Given]
) -> list[str]:  # fmt: skip
    """Return a sentence for each date that an act has changed since. Raises LoadRefused for what is new in the file."""
    found = _Comparison(entry, cycle, [])
    found.words()
    rows = session.scalars(
        select(Anchor)
        .where(Anchor.cycle_id == cycle.id)
        .options(selectinload(Anchor.dates), selectinload(Anchor.meeting))
        .execution_options(populate_existing=True)
    )
    found.anchors(anchors, {row.name: row for row in rows})
    found.steps({row.step: row for row in _deadlines(session, cycle)})
    return found.notes


def _deadlines(session: Session, cycle: Cycle) -> list[Deadline]:
    people = selectinload(Deadline.assignments).selectinload(Assignment.person)
    query = select(Deadline).where(Deadline.cycle_id == cycle.id, Deadline.part == "").order_by(Deadline.position)
    query = query.options(selectinload(Deadline.promises), people).execution_options(populate_existing=True)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class _Comparison:
    entry: Entry[TimelineShape]
    cycle: Cycle
    notes: list[str]

    def words(self) -> None:
        for name in FIXED:
            said, stored = getattr(self.entry.given, name), getattr(self.cycle, name)
            if said is not None and said != stored:
                raise self._fixed(self.entry.where, name, stored)

    def anchors(self, given: Mapping[str, Given], rows: Mapping[str, Anchor]) -> None:
        for name, said in given.items():
            if name not in rows:
                why = f"{self.cycle.name} is open without an anchor {name!r}; take it out: {known(name, rows)}"
                raise refused(self.entry.where, why)
            if isinstance(said, str):
                self._follows(rows[name], said)
            else:
                self._anchor(rows[name], said)

    def _follows(self, row: Anchor, meeting: str) -> None:
        if row.meeting is None or row.meeting.key != meeting:
            now = f"follows {row.meeting.key}" if row.meeting else "follows no meeting"
            why = f"{row.name!r} of {self.cycle.name} {now}, and this was fixed when it was opened; keep the file to it"
            raise refused(self.entry.where, why)

    def _anchor(self, row: Anchor, said: Window) -> None:
        had = [Window(found.opens_on, found.closes_on) for found in row.dates]
        name, days = self.cycle.name, span_words(said)
        if said not in had:
            stored = f"is {span_words(had[-1])}" if had else "has no date"
            act = f"council move {name} {row.name} {days}"
            if row.meeting:
                stored, act = f"is {span_words(meeting_span(row.meeting))}", f"council move {row.meeting.key} {days}"
            raise self._differs(self.entry.where, f"{row.name!r} {stored}, the file says {days}", act)
        if said != had[-1]:
            self.notes.append(f"{name}: {row.name} was moved to {span_words(had[-1])}; the file still says {days}")

    def steps(self, rows: Mapping[str, Deadline]) -> None:
        for number, said in enumerate(self.entry.given.deadlines, start=1):
            where = step_place(self.entry.where, number, said)
            if said.step not in rows:
                why = f"{self.cycle.name} is open without this step, and none joins later; take it out"
                raise refused(where, f"{why}: {known(said.step, rows)}")
            self._step(where, said, rows[said.step])

    def _step(self, where: str, said: DeadlineShape, row: Deadline) -> None:
        for name in STEP_FIXED:
            value, stored = getattr(said, name), getattr(row, name)
            if value is not None and value != (tuple(stored) if isinstance(stored, list) else stored):
                raise self._fixed(where, name, stored)
        if said.is_agreed:
            self._agreed(where, said, row)
        elif said.due and said.due != row.rule:
            stored = f"has the rule {row.rule!r}" if row.rule else "has no rule"
            raise self._differs(where, f"it {stored}, the file says {said.due!r}", self._agree(said.step, "DATE"))
        self._opens(where, said, row)
        self._officer(where, said, row)

    def _agreed(self, where: str, said: DeadlineShape, row: Deadline) -> None:
        asked = agreement(self.entry.given, said)
        had = [found for found in row.promises if _says(found, asked)]
        due = str(said.due)
        if not had:
            last = row.promises[-1]
            stored = f"it is {last.basis}{f' for {last.due_on}' if last.due_on else ''}"
            raise self._differs(where, f"{stored}, the file says {due}, agreed", self._agree(said.step, due))
        if not any(_words_of(found, self.entry.given, said) for found in had):
            act = self._agree(said.step, due)
            raise self._differs(where, f"{due} was agreed in other words, which the file changes", act)
        if row.promises[-1] not in had:
            last_on = row.promises[-1].due_on
            self.notes.append(f"{self.cycle.name}: {said.step} is now due on {last_on}; the file still says {due}")

    def _opens(self, where: str, said: DeadlineShape, row: Deadline) -> None:
        if said.opens is None or said.opens == row.opening:
            return
        day = parse(said.opens).day
        had = {found.opens_on for found in row.promises}
        if not isinstance(day, Fixed) or day.on not in had:
            raise self._fixed(where, "opens", row.opening or row.promises[-1].opens_on)

    def _officer(self, where: str, said: DeadlineShape, row: Deadline) -> None:
        if said.officer and said.officer not in {found.person.email for found in row.assignments}:
            act = f"council assign {self.cycle.name} {said.step} {said.officer}"
            raise self._differs(where, f"{said.officer} is not responsible for it", act)

    def _agree(self, step: str, date: str) -> str:
        return f"council agree {self.cycle.name} {step} {shlex.quote(date)} --because …"

    def _differs(self, where: str, what: str, act: str) -> Exception:
        if self.cycle.ending:
            return refused(where, f"{what}; {self.cycle.name} is {self.cycle.ending} and takes no more changes")
        return refused(where, f"{what}; a load changes no date: {act}")

    def _fixed(self, where: str, name: str, stored: object) -> Exception:
        words = ", ".join(stored) if isinstance(stored, list) else stored
        kept = f"it is {words!s:.200}" if stored else "it has none"
        return refused(where, f"`{name}` was fixed when {self.cycle.name} was opened: {kept}; keep the file to it")


def _says(found: Promise, asked: Agreement) -> bool:
    """Return whether the promise binds by the same day and hour."""
    bound = found.basis in (Basis.AGREED, Basis.ANNOUNCED)
    return bound and window_of(found) == asked.window and clock_of(found) == asked.clock


def _words_of(found: Promise, given: TimelineShape, said: DeadlineShape) -> bool:
    """Return whether the promise was made in the words of the file, as far as the file has any."""
    asked = words(given, said)
    pairs = ((asked.agreed_by, found.agreed_by), (asked.document, found.document), (asked.reason, found.reason))
    return all(wanted is None or wanted == stored for wanted, stored in pairs)
