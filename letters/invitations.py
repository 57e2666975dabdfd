"""Invitations: when each reader was invited to a window, by a letter that left; a recall comes after it.

Who was told since that it is dropped counts as not invited; nor does a letter invite that was withdrawn before anybody
knew whether it had arrived: it is better that a member hears twice of an open window than never.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.outbox import CANCELS, WAITING, Message, Owed, State, was_told
from models.slices import slices
from planning.ladder import Rung

Reader = tuple[int, int, str]  # deadline, person and address
Invited = dict[Reader, datetime | None]  # None while an invitation waits


class Carried(Protocol):
    """How the message of a row stands, stored or in memory."""

    state: State
    in_doubt: bool
    sent_at: datetime | None
    due_at: datetime


def invited(session: Session, deadline_ids: Sequence[int], now: datetime) -> Invited:
    """Return when a letter that may have reached them invited readers to these windows; None while one waits."""
    columns = (Owed.deadline_id, Owed.person_id, Owed.address, Owed.rung)
    of_message = (Message.state, Message.in_doubt, Message.sent_at, Message.due_at)
    query = select(*columns, *of_message).join(Message, Message.id == Owed.message_id)
    counts = (or_(was_told(), Message.state.in_(WAITING)), Message.state != State.SUPPRESSED)
    query = query.where(*counts).order_by(Owed.id)
    return earliest(
        ((row.deadline_id, row.person_id, row.address), row.rung, left(row, now))
        for some in slices(deadline_ids)
        for row in session.execute(query.where(Owed.deadline_id.in_(some)))
    )


def is_invitation(rung: str) -> bool:
    """Return True if a row with this rung tells that a window is open: the opening, or a recall."""
    return rung == Rung.OPENING or rung.startswith(Rung.BEFORE.prefix)


def left(message: Carried, now: datetime) -> datetime | None:
    """Return when the message left (UTC), `now` while a sender has it; None while it waits."""
    if message.state in WAITING and not message.in_doubt:
        return None
    return message.sent_at or (message.due_at if message.state is State.PRESUMED else now)


def earliest(rows: Iterable[tuple[Reader, str, datetime | None]]) -> Invited:
    """Return the first time at which each reader was invited by these rungs; None where no invitation has left."""
    invited: Invited = {}
    for reader, rung, at in rows:
        if rung.startswith(CANCELS) and at:
            invited.pop(reader, None)
        if is_invitation(rung):
            known = invited.setdefault(reader, at)
            invited[reader] = min((each for each in (known, at) if each), default=None)
    return invited
