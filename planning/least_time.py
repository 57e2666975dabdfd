"""The least time for comments: how much of it a window leaves, and what an extension to it would do."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Short:
    """A window with the days that its invitees would have, the least that they have, and the text that says so."""

    cycle: str
    step: str
    invited_on: date
    due: date
    least: int
    source: str | None
    next_step: str | None  # the dated step that comes next after its close
    next_due: date | None

    @property
    def left(self) -> int:
        """The days from the invitation to the close."""
        return (self.due - self.invited_on).days

    @property
    def extended(self) -> date:
        """The first close that leaves the least time."""
        return self.invited_on + timedelta(days=self.least)
