"""CLAIM and FINISH: a message belongs to one sender at a time, by a lease and a token that fences late ones.

Leases and retries always use the real clock; whether a message is due is a question to the clock of the round.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, or_, select, text, update
from sqlalchemy.orm import Session

from models.deadlines import Deadline
from models.outbox import Message, Owed, State
from notifications.channels.outcome import Outcome, Phase, Result

LEASE = timedelta(minutes=15)
MARGIN = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=60), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(hours=48)
COPIES = 3  # at most so many in all when the server never says whether it took one
BATCH = 100

# Written out, for SQLite cannot match a partial index against a bound parameter.
WAITING = text("state IN ('queued', 'retry', 'sending', 'unknown')")


def claim(session: Session, *, now: datetime, clock: datetime, limit: int = BATCH) -> list[int]:
    """Return the ids of messages that are now ours: due at `now`, and free at `clock` (the real one)."""
    free = or_(
        Message.state == State.QUEUED,
        and_(Message.state.in_((State.RETRY, State.UNKNOWN)), Message.retry_at <= clock),
        and_(Message.state == State.SENDING, Message.lease_until <= clock),
    )
    due = (
        select(Message.id)
        .where(WAITING, Message.due_at <= now, free)
        .order_by(Message.due_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(due).all()
    for message_id in ids:
        session.execute(
            update(Message)
            .where(Message.id == message_id)
            .values(state=State.SENDING, token=str(uuid4()), lease_until=clock + LEASE, tries=Message.tries + 1)
        )
    session.execute(
        update(Message).where(Message.id.in_(ids), Message.first_try_at.is_(None)).values(first_try_at=clock)
    )
    return list(ids)


def still_mine(session: Session, message: Message, clock: datetime) -> bool:
    """Return whether the message is ours to send, with a minute of its lease left, and still true of some deadline."""
    held = select(Message.id).where(
        Message.id == message.id,
        Message.token == message.token,
        Message.state == State.SENDING,
        Message.lease_until > clock + MARGIN,
    )
    return session.scalar(held.where(_is_so())) is not None


def _is_so() -> ColumnElement[bool]:
    """Some deadline that the message tells of is open, and promised as when this was owed; or it tells of none."""
    told = select(Owed.id).where(Owed.message_id == Message.id)
    true = told.join(Deadline, Deadline.id == Owed.deadline_id)
    return or_(true.where(Deadline.open, Deadline.promise == Owed.promise).exists(), ~told.exists())


def finish(session: Session, message: Message, outcome: Outcome, *, now: datetime, clock: datetime) -> bool:
    """Record what became of the message; False when another sender holds it by now."""
    values = _values(message, outcome, now, clock)
    mine = update(Message).where(
        Message.id == message.id, Message.token == message.token, Message.state == State.SENDING
    )
    done = session.execute(mine.values(lease_until=None, detail=outcome.detail, **values))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def _values(message: Message, outcome: Outcome, now: datetime, clock: datetime) -> dict[str, object]:
    if outcome.result is Result.SENT:
        return {"state": State.SENT, "sent_at": now}
    if outcome.result is Result.DEAD:
        return {"state": State.DEAD}
    if outcome.result is Result.UNKNOWN:
        state = State.UNKNOWN if message.tries < COPIES else State.DEAD
        return {"state": state, "retry_at": clock + LEASE}
    old = message.first_try_at is not None and clock - message.first_try_at >= GIVEN_UP_AFTER
    values: dict[str, object] = {"state": State.DEAD if old else State.RETRY, "retry_at": clock + pause(message.tries)}
    if outcome.phase not in (Phase.BODY, Phase.REPLY):
        values["frozen"] = None  # nothing of it has left: it is worded anew, so that `in 3 days` stays true
    return values


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, at most four hours, with some jitter."""
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * random.uniform(0.9, 1.1)  # noqa: S311  jitter, not a secret


def put_back(session: Session, ids: Sequence[int], due_at: datetime, why: str) -> None:
    """Give messages back unsent, to be claimed again when their readers' day begins."""
    session.execute(
        update(Message)
        .where(Message.id.in_(ids))
        .values(state=State.QUEUED, due_at=due_at, lease_until=None, token=None, tries=Message.tries - 1, detail=why)
    )
