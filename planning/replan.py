"""What a change of dates does: which dates move, which agreed ones stay, and by how much those now differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Move:
    """A date that moves, by so many days (negative: earlier); None where it gains or loses its date."""

    step: str
    was: date | None
    now: date | None

    @property
    def days(self) -> int | None:
        """Days from the old date to the new one."""
        return (self.now - self.was).days if self.was and self.now else None


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreed date that stays where it is, and what its rule would now propose."""

    step: str
    due: date
    proposed: date

    @property
    def days(self) -> int:
        """Days from the kept date to the proposed one."""
        return (self.proposed - self.due).days


@dataclass(frozen=True, slots=True)
class Difference:
    """A date as the last edition had it, hung from this year's anchor, and what the chain's rule proposes instead."""

    step: str
    due: date | None
    rule: str | None
    proposed: date | None
    was: date  # in the last edition

    @property
    def days(self) -> int | None:
        """Days from the re-hung date to what the rule proposes."""
        return (self.proposed - self.due).days if self.due and self.proposed else None


def moves(before: Plan, after: Plan) -> tuple[Move, ...]:
    """Return the steps whose date differs between two plans, in the order of the second."""
    was = {planned.step: planned.due for planned in before.deadlines}
    return tuple(
        Move(planned.step, was.get(planned.step), planned.due)
        for planned in after.deadlines
        if was.get(planned.step) != planned.due
    )


def kept(bound: Iterable[tuple[str, date]], proposed: Plan) -> tuple[Kept, ...]:
    """Return the bound dates that differ from what the rules alone, with nothing agreed, now propose."""
    offers = {planned.step: planned.due for planned in proposed.deadlines}
    pairs = [(step, due, offers.get(step)) for step, due in bound]
    return tuple(Kept(step, due, offer) for step, due, offer in pairs if offer is not None and offer != due)
