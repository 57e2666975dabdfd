"""The rows that an act changes: found by name, refused when the cycle has ended or the step is settled.

Days are checked here too: one that lies years away from the edition is mostly a typing mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from actions.cycles import issue_rows
from actions.cycles.promises import Words
from models.cycles import Cycle
from models.deadlines import Deadline, Promise, Settlement
from planning.day_range import NEAR, is_near
from planning.zones import local_day
from record.cycles import snapshots
from record.refusals import AlreadySettled, BeforeItsCycle, CycleEnded, FarFromEdition, NoSuchStep


@dataclass(frozen=True, slots=True)
class Held:
    """A deadline with its cycle, its date as last promised, and how it was last settled."""

    cycle: Cycle
    deadline: Deadline
    promise: Promise
    settlement: Settlement | None

    @property
    def words(self) -> Words:
        """Who agreed the date, by which document and why."""
        return Words(self.promise.agreed_by, self.promise.document, self.promise.reason)

    @property
    def is_settled(self) -> bool:
        """Return True if it is met or waived."""
        return self.settlement is not None and self.settlement.kind in ("met", "waived")

    @property
    def is_reported(self) -> bool:
        """Return True if one person says that it is met, and a second one has to confirm it."""
        return self.settlement is not None and self.settlement.kind == "reported"


def living_cycle(session: Session, name: str) -> Cycle:
    """Return the cycle. Raises NoSuchCycle, CycleEnded."""
    cycle = snapshots.cycle_row(session, name)
    if cycle.ending:
        raise CycleEnded(name, cycle.ending)
    return cycle


def steps_of(session: Session, cycle: Cycle) -> list[Held]:
    """Return every deadline of the cycle, in its order."""
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.cycle_id == cycle.id)
        .order_by(Deadline.position)
        .options(selectinload(Deadline.promises), selectinload(Deadline.settlements))
        .execution_options(populate_existing=True)
    ).all()
    return [Held(cycle, row, row.promises[-1], row.settlements[-1] if row.settlements else None) for row in rows]


def step_of(session: Session, name: str, step: str) -> Held:
    """Return one deadline of a living cycle. Raises NoSuchCycle, CycleEnded, NoSuchStep."""
    steps = steps_of(session, living_cycle(session, name))
    for held in steps:
        if held.deadline.step == step:
            return held
    raise NoSuchStep(name, step, [held.deadline.step for held in steps])


def open_step(session: Session, name: str, step: str) -> Held:
    """Return one deadline that is neither met nor waived. Raises also AlreadySettled."""
    held = step_of(session, name, step)
    if held.is_settled:
        raise AlreadySettled(name, step)
    return held


def wake(rows: Sequence[Deadline], *, now: datetime) -> None:
    """Have the round look at these deadlines again."""
    for row in rows:
        issue_rows.wake(row, now=now)


def wake_all(session: Session, *, now: datetime) -> None:
    """Have the round look at every open deadline again: who is told, or on which day, may have changed."""
    session.flush()
    session.execute(update(Deadline).where(Deadline.open).values(look_at=now))


def check_near(name: str, *days: date | None, sure: bool) -> None:
    """Check that days lie near the edition of the cycle `name`, unless somebody is sure. Raises FarFromEdition.

    An edition that is not named by a year has no near days, and refuses none.
    """
    year = snapshots.year_of(name)
    far = next((day for day in days if year is not None and day and not is_near(day, year)), None)
    if far and not sure:
        raise FarFromEdition(name, far, NEAR)


def check_lived(cycle: Cycle, on: date | None, *, sure: bool) -> None:
    """Check that a day on which something of a cycle was done lies in its life, near its edition, or somebody is sure.

    Raises FarFromEdition, and BeforeItsCycle for a day before the one on which it was opened.
    """
    check_near(cycle.name, on, sure=sure)
    opened = local_day(cycle.opened_at, cycle.zone)
    if on and on < opened and not sure:
        raise BeforeItsCycle(cycle.name, on, opened)
