"""Standings: how a deadline stands at an instant, reckoned from its facts and never stored."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planning.basis import Basis

SOON = timedelta(days=7)  # a deadline this near is due soon


class Standing(StrEnum):
    """How a deadline stands."""

    UNDATED = "undated"
    PROPOSED = "proposed"
    OPEN = "open"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    CLOSED = "closed"  # a window whose day has passed; the invited are never overdue
    MET = "met"
    MET_LATE = "met-late"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """The words for people: `Due soon`."""
        return self.value.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a standing is reckoned from."""

    due: date | None
    closes: datetime | None
    basis: Basis
    is_window: bool = False
    settled: str | None = None  # met | waived
    settled_on: date | None = None


def standing(facts: Facts, now: datetime) -> Standing:
    """Return how the deadline stands at `now`.

    Computed dates propose: one that nobody agreed passes without becoming overdue.
    """
    if facts.settled:
        return _settled_standing(facts)
    if facts.closes is None:
        return Standing.UNDATED
    if facts.basis is Basis.PROPOSED:
        return Standing.PROPOSED
    if now > facts.closes:
        return Standing.CLOSED if facts.is_window else Standing.OVERDUE
    return Standing.DUE_SOON if facts.closes - now <= SOON else Standing.OPEN


def _settled_standing(facts: Facts) -> Standing:
    if facts.settled == "waived":
        return Standing.WAIVED
    late = facts.due is not None and facts.settled_on is not None and facts.settled_on > facts.due
    return Standing.MET_LATE if late else Standing.MET
