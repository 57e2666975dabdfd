"""`resolution/follow-up` and `resolution/hand-out`: who leads on each clause, by when, and what they reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.paper_types import RESOLUTION
from kernel.parameters import FLAG, MEETING, YEAR, MeetingKey
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from notifications.hand_out import HandOut, write_hand_out
from planning.errors import CouncilError
from planning.zones import local_day
from record.mandates import follow_ups
from record.mandates.follow_ups import FollowUpView
from record.meetings import meetings
from record.settings import Settings

OF_SESSION = MEETING.saying("What this session follows up: due to its body, or adopted by it.", option="meeting")
OF_YEAR = YEAR.saying("Of one year; this one if left empty.")
OF_ONE = RESOLUTION.saying("Of one resolution, such as council-1332.")
HEADINGS = ("Resolution", "Clause", "What", "Lead unit", "Due", "Standing", "Reported", "Documents")


class OneOfThree(CouncilError):
    """A session has its own year and resolutions."""

    def __init__(self) -> None:
        super().__init__("a session says itself which year and resolutions are meant; name either it or those")


@dataclass(frozen=True, slots=True)
class Followed:
    """The clauses of a session, with what the hand-out says above them."""

    meeting: str
    title: str
    clauses: Sequence[FollowUpView]


@reading(
    "resolution/follow-up",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column(HEADINGS[0]),
        Column(HEADINGS[1]),
        Column(HEADINGS[2]),
        Column(HEADINGS[3]),
        Column(HEADINGS[4], date),
        Column(HEADINGS[5], tuple),
        Column(HEADINGS[6]),
        Column(HEADINGS[7], tuple),
    ),
)
def follow_up(
    session: Session,
    *,
    meeting: Annotated[str | None, OF_SESSION] = None,
    year: Annotated[int | None, OF_YEAR] = None,
    resolution: Annotated[str | None, OF_ONE] = None,
    now: datetime,
) -> Shown[list[FollowUpView]]:
    """Show the follow-up of resolutions, clause by clause: who leads, by when, where it stands, what was reported.

    Raises OneOfThree.
    """
    if meeting and (year or resolution):
        raise OneOfThree
    if meeting:
        found = follow_ups.of_session(session, meeting, now=now)
    else:
        found = follow_ups.of_year(session, year or local_day(now).year, now=now, resolution=resolution)
    return listing(found, lambda of: [each.facts for each in of], _rows, "no clause is to be followed up")


@reading("resolution/hand-out", who=(Grant.SECRETARIAT,))
def hand_out(
    session: Session,
    meeting: MeetingKey,
    *,
    plain: Annotated[bool, FLAG.saying("As plain text; else as a page that can be printed.")] = False,
    settings: Settings,
    now: datetime,
) -> Shown[Followed]:
    """Write the follow-up of resolutions for a session as a page that can be printed, or as plain text."""
    title = meetings.meeting(session, meeting, now=now).title
    found = Followed(meeting, title, follow_ups.of_session(session, meeting, now=now))
    rows = [[_say(cell) for cell in row] for row in _rows(found.clauses)]
    words = write_hand_out(HandOut(title, HEADINGS, rows, settings.office, local_day(now)))
    data = (words.text if plain else words.html).encode()
    return Shown(found, lambda of: [each.facts for each in of.clauses], data=data)


def _rows(clauses: Sequence[FollowUpView]) -> Iterator[Row]:
    for each in clauses:
        standing = (each.progress, f"in the year: {each.judgement}" if each.judgement else None)
        report = f"{each.report} ({each.reported})" if each.report else None
        where = (each.resolution, each.reference, each.what)
        yield *where, each.unit, each.due, tuple(filter(None, standing)), report, each.documents


def _say(cell: object) -> str:
    if isinstance(cell, tuple):
        return "; ".join(map(str, cell))
    return "" if cell is None else str(cell)
