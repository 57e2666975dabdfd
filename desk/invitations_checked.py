"""Invitations before they are approved: what is asked where little time is left, and who has no official address."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.deadlines import opened_windows
from models.deadlines import Deadline
from models.outbox import Message, Owed
from models.slices import slices
from planning.calendar import HOME_PLACE
from planning.ladder import Rung
from planning.mail_hours import next_permitted
from planning.zones import HOME_ZONE, local_day
from record.cycles import short_windows, snapshots
from record.people import official_addresses


def check(session: Session, messages: Sequence[Message], keep_short: str | None, *, now: datetime) -> None:
    """Check that these invitations leave the least time for comments, or keep why not. Raises WindowTooShort."""
    windows = _windows(session, messages)
    calendar = snapshots.calendars(session)[HOME_PLACE] if windows else None
    for row in windows:
        assert calendar is not None
        view = snapshots.view(session, row.cycle.name, now)
        leaves = next_permitted(max(now, view.opened_at), HOME_ZONE, calendar)
        if window := short_windows.short(view, view[row.step], leaves):
            opened_windows.keep(row, window, keep_short)


def notes(session: Session, messages: Sequence[Message], *, now: datetime) -> tuple[str, ...]:
    """Return what whoever approves these letters should know: to whom an invitation has no official way."""
    invites = select(Owed.id).where(Owed.rung == Rung.OPENING).limit(1)
    for some in slices([message.id for message in messages]):
        if session.scalar(invites.where(Owed.message_id.in_(some))) is not None:
            lack = official_addresses.sentence(official_addresses.unmarked(session, local_day(now)))
            return (lack,) if lack else ()
    return ()


def _windows(session: Session, messages: Sequence[Message]) -> list[Deadline]:
    """Return the windows that state a least time, and to which one of these messages invites."""
    invited: dict[int, Deadline] = {}
    query = select(Deadline).join(Owed, Owed.deadline_id == Deadline.id).options(selectinload(Deadline.cycle))
    query = query.where(Owed.rung == Rung.OPENING, Deadline.least_days.is_not(None), Deadline.short_because.is_(None))
    for some in slices([message.id for message in messages]):
        invited |= {row.id: row for row in session.scalars(query.where(Owed.message_id.in_(some)))}
    return list(invited.values())
