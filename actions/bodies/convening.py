"""A meeting that keeps its days: confirmed, or held."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions import journal
from actions.bodies import meetings
from actions.cycles import moving
from actions.refusals import MeetingRefused, OutOfTime
from models.bodies import Meeting, MeetingStatus
from planning.hours import zone_info

HOME_ZONE = "Europe/Zurich"


def confirm(
    session: Session, key: str, *, because: str | None = None, document: str | None = None, now: datetime, by: str
) -> Meeting:
    """Confirm a planned meeting; what hangs from it is provisional no more.

    Raises NoSuchMeeting, OutOfTime, and MeetingRefused for one that is not planned.
    """
    found = _standing(session, key, "confirmed", MeetingStatus.PLANNED)
    return _stand(session, found, MeetingStatus.CONFIRMED, because, document, now=now, by=by)


def hold(
    session: Session, key: str, *, because: str | None = None, document: str | None = None, now: datetime, by: str
) -> Meeting:
    """Record that a meeting was held. Raises also OutOfTime for one that has not opened yet."""
    found = _standing(session, key, "held", MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)
    if now.astimezone(zone_info(HOME_ZONE)).date() < found.opens_on:
        raise OutOfTime(now, f"{key} opens on {found.opens_on} only; move it first if it was held earlier")
    return _stand(session, found, MeetingStatus.HELD, because, document, now=now, by=by)


def _standing(session: Session, key: str, wanted: str, *allowed: MeetingStatus) -> Meeting:
    found = meetings.row(session, key)
    if found.status not in allowed:
        raise MeetingRefused(f"{key} is {found.status}: it cannot be {wanted}")
    return found


def _stand(
    session: Session,
    meeting: Meeting,
    status: MeetingStatus,
    because: str | None,
    document: str | None,
    *,
    now: datetime,
    by: str,
) -> Meeting:
    moving.check_time(session, meeting, moving.followers(session, meeting), now)
    act = "confirm-meeting" if status is MeetingStatus.CONFIRMED else "hold-meeting"
    told = {"meeting": meeting.key, "because": because, "document": document}
    entry = journal.write(session, act, told, now=now, by=by)
    moving.stand(session, meeting, status, entry, because=because, document=document)
    return meeting
