"""Meetings, as people type them: by key, by title, or by any name of the body and the year."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.bodies import Body, BodyAlias
from models.meetings import Meeting
from record.refusals import NoSuchMeeting


def meeting(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the key of a meeting: `cstd 2027` is the one that CSTD, by any of its names, has in that year.

    Raises NoSuchMeeting, Ambiguous.
    """
    known = session.scalar(select(Meeting.key).where(Meeting.key == words))
    if key := known or (nearest(words, meetings(session)) if is_kind else None):
        return key
    raise NoSuchMeeting(words)


def meetings(session: Session) -> list[Choice]:
    """Return the meetings, the earliest first, each also by the names of its body and its year."""
    bodies = {row.id: [row.key, row.name] for row in session.scalars(select(Body))}
    for alias in session.scalars(select(BodyAlias)):
        bodies[alias.body_id].append(alias.alias)
    rows = session.scalars(select(Meeting).order_by(Meeting.opens_on, Meeting.key))
    return [Choice(row.key, row.title, _other_names(row, bodies[row.body_id])) for row in rows]


def _other_names(meeting: Meeting, names: list[str]) -> tuple[str, ...]:
    return tuple(f"{name} {meeting.opens_on.year}" for name in (meeting.title, *names))
