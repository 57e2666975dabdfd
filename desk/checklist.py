"""What to begin with on a store in which no cycle was opened yet: six things, each with how much of it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.bodies import Body, HolidayList
from models.cycles import Cycle
from models.meetings import Meeting
from models.people import Person
from models.resolutions import Resolution

ORDER = (
    ("bodies", Body, 1),
    ("holidays", HolidayList, 1),
    ("meetings", Meeting, 1),
    ("people", Person, 2),  # whoever begins is one of them already
    ("resolutions", Resolution, 1),
    ("year", Cycle, 1),
)
"""Each with what is counted, and how many of it are enough to go on."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """One thing to begin with, and how many of it there are."""

    key: str
    count: int
    is_done: bool


def first_year(session: Session, today: date) -> int:
    """Return the year to open first: that of the first meeting to come, else this one."""
    opens_on = session.scalar(select(func.min(Meeting.opens_on)).where(Meeting.opens_on >= today))
    return (opens_on or today).year


def checklist(session: Session) -> Sequence[Beginning]:
    """Return what to begin with, in its order; nothing once a cycle was opened, for then there is a year."""
    if session.scalar(select(Cycle.id).limit(1)) is not None:
        return ()
    counts = ((key, session.scalar(select(func.count()).select_from(table)) or 0, least) for key, table, least in ORDER)
    return [Beginning(key, count, count >= least) for key, count, least in counts]
