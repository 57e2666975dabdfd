"""Timelines: a new cycle is opened; an existing one is only compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from actions.deadlines import assignments
from kernel.done import Done
from loading.comparison import compare
from loading.entry_chains import Declared, check_authorities, declared, step_place
from loading.entry_refusals import inside, known, refused, unknown_word
from loading.file_entries import Entry
from loading.meetings import Meetings
from loading.result import Tally
from loading.scopes import Scopes
from loading.shapes import TimelineShape
from models.bodies import HolidayList
from models.cycles import Cycle
from models.meetings import Meeting
from models.people import Person
from planning.chain import Chain
from planning.fit import Conflict
from planning.window import Given, Window
from record.people.zone_names import nearest_place
from record.refusals import DoesNotFit

AS_PRINTED = "as printed: both dates are agreed"


@dataclass(frozen=True, slots=True)
class Timelines:
    """What opening needs to know: the declared chains, the meetings, the roles, the act."""

    session: Session
    chains: Mapping[str, Chain]
    meetings: Meetings
    scopes: Scopes
    now: datetime
    by: str

    def take(self, entry: Entry[TimelineShape], tally: Tally) -> None:
        """Open the cycle, or find it as it was loaded. Raises LoadRefused."""
        _check_steps(entry)
        self._check_blanks(entry)
        anchors = {
            name: _read_given(entry.where, words, self.meetings.rows)
            for name, words in entry.given.dated_anchors.items()
        }
        cycle = self._stored(entry.given.cycle)
        if cycle is None:
            self._open(entry, anchors, tally)
            tally.add("timelines", entry.given.cycle, len(entry.given.deadlines))
        else:
            tally.notes += compare(self.session, entry, cycle, anchors)
            tally.keep("timelines")

    def _stored(self, name: str) -> Cycle | None:
        chain, _, edition = name.partition("/")
        return self.session.scalar(select(Cycle).where(Cycle.chain == chain, Cycle.edition == edition))

    def _open(self, entry: Entry[TimelineShape], anchors: Mapping[str, Given], tally: Tally) -> None:
        """Open the cycle, and note what does not fit as printed."""
        asked = declared(entry, self.chains)
        self._check_actors(entry)
        self._check_stations(entry, asked.chain)
        self._check_officers(entry)
        with inside(entry.where):
            check_authorities(self.session, entry.given)
            done, unfit = self._open_fitting(entry, asked, anchors)
            for step in entry.given.deadlines:
                if step.officer:
                    hand: Any = {"now": self.now, "by": self.by}
                    assignments.assign_loaded(self.session, entry.given.cycle, step.step, step.officer, **hand)
        tally.cycles += done.opened
        tally.notes += [
            f"{entry.given.cycle} does not fit, and stays as printed: {conflict.sentence}" for conflict in unfit
        ]

    def _open_fitting(
        self, entry: Entry[TimelineShape], asked: Declared, anchors: Mapping[str, Given]
    ) -> tuple[Done, tuple[Conflict, ...]]:
        """Open the cycle. What conflicts between two agreed dates is history, and returned; any other is refused."""
        accepted, loose = entry.given.accept_conflicts, entry.given.provisional
        try:
            return self._open_as(asked, anchors, accepted, loose), ()
        except DoesNotFit as why:
            if other := [conflict for conflict in why.conflicts if not _as_printed(conflict, asked)]:
                words = "; ".join(conflict.sentence for conflict in other)
                remedy = "correct a date, or add `accept_conflicts:` with the reason"
                raise refused(entry.where, f"it does not fit: {words}; {remedy}") from None
            return self._open_as(asked, anchors, AS_PRINTED, loose), why.conflicts

    def _open_as(
        self, asked: Declared, anchors: Mapping[str, Given], accepted: str | None, provisional: Sequence[str]
    ) -> Done:
        return openings.open_cycle(
            self.session,
            asked.chain,
            asked.edition,
            OpeningTerms(
                anchors,
                asked.agreed,
                provisional,
                accepted,
                sure=True,  # a file is a printed timeline, and holds what is printed
            ),
            now=self.now,
            by=self.by,
        )

    def _check_blanks(self, entry: Entry[TimelineShape]) -> None:
        """Check that reference dates which are left blank are those of the procedure. Raises LoadRefused."""
        chain = self.chains.get(entry.given.cycle.partition("/")[0])
        names = [anchor.name for anchor in chain.anchors] if chain else list(entry.given.anchors)
        if strange := [name for name, words in entry.given.anchors.items() if words is None and name not in names]:
            raise refused(entry.where, unknown_word(strange[0], names))

    def _check_actors(self, entry: Entry[TimelineShape]) -> None:
        for number, step in enumerate(entry.given.deadlines, start=1):
            if step.by:
                self.scopes.check_role(step_place(entry.where, number, step), step.by)

    def _check_stations(self, entry: Entry[TimelineShape], chain: Chain) -> None:
        """Check the duty stations of its rules: one that nobody knows is probably a slip. Raises LoadRefused."""
        listed = self.session.scalars(select(HolidayList.place).distinct()).all()
        for number, step in enumerate(entry.given.deadlines, start=1):
            declared_step = chain.step(step.step)
            rules = (declared_step.rule, declared_step.opening) if declared_step else ()
            for place in (place for rule in rules if rule for place in rule.places if place not in listed):
                if near := nearest_place(place, listed):
                    why = f"no place that is known is called {place!r}; did you mean {near!r}?"
                    place_of = step_place(entry.where, number, step)
                    raise refused(place_of, f"{why} if the word is right, load its holiday list first")

    def _check_officers(self, entry: Entry[TimelineShape]) -> None:
        for number, step in enumerate(entry.given.deadlines, start=1):
            if step.officer and not self.session.scalar(select(Person.id).where(Person.email == step.officer)):
                why = f"there is no contact {step.officer!r}; load the officer under `contacts` first"
                raise refused(step_place(entry.where, number, step), why)


def _as_printed(conflict: Conflict, asked: Declared) -> bool:
    """Return True if both ends are agreed; a window that opens by rule on an agreed step conflicts with that one."""
    needs: str | None = conflict.needs
    step = asked.chain.step(conflict.step)
    if needs == "opens" and step and step.opening:
        needs = step.opening.refers_to
    return conflict.step in asked.agreed and needs in asked.agreed


def _check_steps(entry: Entry[TimelineShape]) -> None:
    steps = [step.step for step in entry.given.deadlines]
    for number, step in enumerate(entry.given.deadlines, start=1):
        if step.step in steps[: number - 1]:
            raise refused(step_place(entry.where, number, step), "this step is given twice; keep one of the two")


def _read_given(where: str, words: str, meetings: Mapping[str, Meeting]) -> Given:
    """Return the days of an anchor, or the key of the meeting that it follows. Raises LoadRefused."""
    if words[:4].isdecimal() and words[4:5] == "-":
        return _read_span(words)
    if words not in meetings:
        why = f"there is no meeting {words!r}; load it under `meetings`, or give dates as YYYY-MM-DD/YYYY-MM-DD"
        raise refused(where, f"{why}; {known(words, meetings)}")
    return words


def _read_span(words: str) -> Window:
    days: Sequence[date] = [date.fromisoformat(part) for part in words.split("/")]
    return Window(days[0], days[-1])
