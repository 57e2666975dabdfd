"""What feeds show of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from models.meetings import CALLED_OFF, MeetingStatus
from planning.errors import CouncilError
from planning.sittings import read_hours


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting, with the key of its body."""

    id: int
    public_id: str
    body: str
    title: str
    opens: date
    closes: date
    place: str | None
    status: MeetingStatus
    sequence: int
    updated_at: datetime
    body_name: str
    document: str | None = None  # the one that says how it stands
    hours: str | None = None

    @property
    def sits(self) -> tuple[datetime | None, datetime | None]:
        """Return the instants at which it opens and closes; None for one that nobody has said, or while it is off."""
        if self.hours is None or self.status in CALLED_OFF:
            return None, None
        try:
            hours = read_hours(self.hours)
            return hours.begins(self.opens), hours.ends(self.closes)
        except CouncilError:  # a zone that this machine does not know
            return None, None
