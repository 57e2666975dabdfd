"""Meetings, as people type them: by key, by title, or by any name of the body and the year."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.bodies import Body, BodyAlias
from models.cycles import Anchor
from models.meetings import CALLED_OFF, Meeting
from planning.window import Given, Window, span_words
from record.cycles import snapshots
from record.refusals import KeyForDays, NeitherDayNorMeeting, NoSuchMeeting


def meeting(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the key of a meeting: `cstd 2027` is the one that CSTD, by any of its names, has in that year.

    Raises NoSuchMeeting, Ambiguous.
    """
    known = session.scalar(select(Meeting.key).where(Meeting.key == words))
    if key := known or (nearest(words, meetings(session)) if is_kind else None):
        return key
    raise NoSuchMeeting(words)


def new_days(session: Session, days: Given, named: Mapping[str, Any]) -> Window:
    """Return the new days of a meeting, or of a reference date of a cycle.

    Raises NeitherDayNorMeeting, and KeyForDays where they are the key of another meeting.
    """
    if isinstance(days, Window):
        return days
    other = session.scalar(select(Meeting).where(Meeting.key == days))
    if other is None:
        raise NeitherDayNorMeeting(days)
    off = str(other.status) if other.status in CALLED_OFF else None
    if "meeting" in named:
        raise KeyForDays(days, str(named["meeting"]), off=off)
    row = snapshots.cycle_row(session, named["cycle"])
    query = select(Meeting.key).join(Anchor, Anchor.meeting_id == Meeting.id)
    followed = session.scalar(query.where(Anchor.cycle_id == row.id, Anchor.name == named["anchor"]))
    if followed:
        raise KeyForDays(days, followed, off=off)
    own = {"cycle": row.name, "anchor": named["anchor"]}
    raise KeyForDays(days, None, own | {"span": span_words(Window(other.opens_on, other.closes_on))}, off=off)


def meetings(session: Session) -> list[Choice]:
    """Return the meetings, the earliest first, each also by the names of its body and its year."""
    bodies = {row.id: [row.key, row.name] for row in session.scalars(select(Body))}
    for alias in session.scalars(select(BodyAlias)):
        bodies[alias.body_id].append(alias.alias)
    rows = session.scalars(select(Meeting).order_by(Meeting.opens_on, Meeting.key))
    return [Choice(row.key, row.title, _other_names(row, bodies[row.body_id])) for row in rows]


def _other_names(meeting: Meeting, names: list[str]) -> tuple[str, ...]:
    return tuple(f"{name} {meeting.opens_on.year}" for name in (meeting.title, *names))
