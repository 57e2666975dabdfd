"""Standings: how a deadline stands at an instant, reckoned from its facts and never stored."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

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


class Facts(Protocol):
    """What a standing is reckoned from."""

    @property
    def due(self) -> date | None: ...
    @property
    def closes(self) -> datetime | None: ...
    @property
    def basis(self) -> Basis: ...
    @property
    def is_window(self) -> bool: ...
    @property
    def settled(self) -> str | None:
        """`met`, `waived` or None."""

    @property
    def settled_on(self) -> date | None: ...


def standing(facts: Facts, now: datetime) -> Standing:
    """Return how the deadline stands at `now`.

    Computed dates propose: one that nobody agreed passes without becoming overdue.
    """
    if facts.settled:
        return _settled(facts)
    if facts.closes is None:
        return Standing.UNDATED
    if facts.basis is Basis.PROPOSED:
        return Standing.PROPOSED
    if now > facts.closes:
        return Standing.CLOSED if facts.is_window else Standing.OVERDUE
    return Standing.DUE_SOON if facts.closes - now <= SOON else Standing.OPEN


def _settled(facts: Facts) -> Standing:
    if facts.settled == "waived":
        return Standing.WAIVED
    late = facts.due is not None and facts.settled_on is not None and facts.settled_on > facts.due
    return Standing.MET_LATE if late else Standing.MET
