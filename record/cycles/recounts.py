"""Open dates that would be reckoned otherwise now, and that an officer has neither accepted nor kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline, Promise, Recount
from models.slices import slices
from planning.flags import Kept, Recounted

ACCEPTED, KEPT = "accepted", "kept"
LAPSED = "lapsed"  # the date is reckoned once more as it stands, so that nothing is left to answer
_WAS, _OPENED = Promise.due_on.label("was"), Promise.opens_on.label("opened")
Days = tuple[date | None, date | None]  # the day of a date, and that on which its window opens


@dataclass(frozen=True, slots=True)
class Flagged:
    """A date of an open step as it stands, and as it would be reckoned now."""

    id: int
    deadline_id: int
    cycle: str
    step: str
    was: date | None
    now: date | None
    opened: date | None  # the day on which its window opens
    opens: date | None  # the day on which it would open now
    rule: str | None  # of its procedure, where it was edited
    why: str
    at: datetime
    answer: str | None

    @property
    def days(self) -> Days:
        """The day that the date would have now, and that on which its window would open."""
        return self.now, self.opens

    @property
    def sentence(self) -> str:
        """Both dates, and why they differ."""
        return sentence(self.step, (self.was, self.opened), (self.now, self.opens), self.why)

    @property
    def lapse(self) -> str:
        """That the date is reckoned as it stands once more."""
        stays = f"opens on {self.opened or 'no day'}" if self.was == self.now else f"is on {self.was or 'no day'}"
        return f"{self.step} {stays}, and is reckoned so again: it is flagged no more"


def sentence(step: str, was: Days, now: Days, why: str) -> str:
    """Return both dates of a step, or the openings of its window where only these differ, and why they do."""
    if was[0] == now[0]:
        return f"{step} opens on {was[1] or 'no day'}, and would open on {now[1] or 'no day'}: {why}"
    return f"{step} is on {was[0] or 'no day'}, and would be on {now[0] or 'no day'}: {why}"


def standing(session: Session, *, answered: bool = False) -> list[Flagged]:
    """Return the flags of living cycles that wait for an answer; those `answered` too, if asked for."""
    which = {None, ACCEPTED, KEPT} if answered else {None}
    return [each for each in every(session) if each.answer in which]


def every(session: Session) -> list[Flagged]:
    """Return the last flag of each open date of a living cycle that has not changed since, whatever became of it."""
    query = (
        select(Recount, Cycle.chain, Cycle.edition, Deadline.step, _WAS, _OPENED)
        .join(Deadline, Deadline.id == Recount.deadline_id)
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .join(Promise, _last_promise())
        .where(Deadline.open, Deadline.promise == Recount.promise)
        .order_by(Cycle.chain, Cycle.edition, Deadline.position, Recount.id)
    )
    last: dict[int, Any] = {}
    for row in session.execute(query):
        before = last.get(row.Recount.deadline_id)
        if row.Recount.answer != LAPSED or before is None or before.Recount.answer != ACCEPTED:
            last[row.Recount.deadline_id] = row
    return [
        Flagged(
            row.Recount.id, row.Recount.deadline_id, f"{row.chain}/{row.edition}", row.step, row.was,
            row.Recount.due_on, row.opened, row.Recount.opens_on, row.Recount.rule, row.Recount.why, row.Recount.at,
            row.Recount.answer,
        )
        for row in last.values()
    ]  # fmt: skip


def flags_of(session: Session, cycles: Iterable[int], known: datetime) -> dict[int, tuple[Recounted | Kept, ...]]:
    """Return, by open deadline of the cycles with these row ids, the flag that was not answered by `known`, or kept."""
    last = {
        row.deadline_id: row
        for some in slices(cycles)
        for row in session.execute(_FLAGGED, {"known": known, "cycles": some})
    }
    return {
        deadline_id: (kind(row.due_on) if row.due_on != row.was else kind(opens=row.opens_on),)
        for deadline_id, row in last.items()
        if row.due_on and (kind := _kind(row.answer, row.answered_at, known))
    }


def _kind(answer: str | None, answered_at: datetime | None, known: datetime) -> type[Recounted | Kept] | None:
    if answered_at is None or answered_at > known:
        return Recounted
    return Kept if answer == KEPT else None


def _last_promise() -> ColumnElement[bool]:
    newest = select(Promise.id).where(Promise.deadline_id == Deadline.id).order_by(Promise.id.desc()).limit(1)
    return Promise.id == newest.correlate(Deadline).scalar_subquery()


_FLAGGED = (  # written once: it is read with every cycle
    select(Recount.deadline_id, Recount.due_on, Recount.opens_on, Recount.answer, Recount.answered_at, _WAS)
    .join(Deadline, Deadline.id == Recount.deadline_id)
    .join(Promise, _last_promise())
    .where(
        Deadline.cycle_id.in_(bindparam("cycles", expanding=True)),
        Recount.at <= bindparam("known"),
        Deadline.open,
        Deadline.promise == Recount.promise,
    )
    .order_by(Recount.id)
)


def last_of(session: Session, deadline_ids: Iterable[int]) -> dict[int, Recount]:
    """Return, by deadline, the last flag of each, whatever became of it."""
    rows = (
        row
        for some in slices(list(deadline_ids))
        for row in session.scalars(select(Recount).where(Recount.deadline_id.in_(some)).order_by(Recount.id))
    )
    return {row.deadline_id: row for row in rows}
