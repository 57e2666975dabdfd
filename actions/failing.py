"""An e-mail address that fails: what waits for it is kept, and it is not used, until an officer says that it works."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from actions import journal
from actions.people import EMAIL, named
from actions.refusals import ReasonMissing
from models.deadlines import Deadline
from models.outbox import Message, State
from models.people import Bounce, Person

FAILED = 3  # permanent failures after which an e-mail address is no longer used
SET_ASIDE = "the address is failing; once it works again: council people reachable EMAIL --because REASON"
AT_ONCE = 5_000  # values in one query


def failing(session: Session) -> set[int]:
    """Return the people whose e-mail address failed for good three times since it was last said to work again."""
    query = (
        select(Bounce.person_id)
        .join(Person, Person.id == Bounce.person_id)
        .where(
            Bounce.address == Person.email,
            Bounce.status.startswith("5"),
            or_(Person.reachable_from.is_(None), Bounce.at >= Person.reachable_from),
        )
        .group_by(Bounce.person_id)
        .having(func.count() >= FAILED)
    )
    return set(session.scalars(query))


def set_aside(session: Session, people: Collection[int], *, now: datetime) -> None:
    """Hold the mail that is about to leave to these people: it would come back, and must not be lost.

    Whoever has another channel is told by that one all the same.
    """
    ids = sorted(people)
    for start in range(0, len(ids), AT_ONCE):
        leaving = select(Message).where(
            Message.person_id.in_(ids[start : start + AT_ONCE]),
            Message.address == EMAIL,
            Message.state.in_((State.QUEUED, State.RETRY)),
        )
        for message in session.scalars(leaving.order_by(Message.id).with_for_update()):
            message.state, message.detail = State.HELD, SET_ASIDE
    if ids:
        _wake(session, now)


def reachable(session: Session, who: str, *, because: str, now: datetime, by: str) -> Person:
    """Have a person's e-mail address used again: what came back no longer counts, and what was set aside leaves.

    Raises NoSuchPerson, ReasonMissing.
    """
    if not because.strip():
        raise ReasonMissing("reachable")
    found = named(session, who)
    told = {"person": found.public_id, "because": because.strip()}
    journal.write(session, "reachable", told, now=now, by=by)
    found.reachable_from = now
    kept = select(Message).where(
        Message.person_id == found.id, Message.state == State.HELD, Message.detail == SET_ASIDE
    )  # fmt: skip
    for message in session.scalars(kept.order_by(Message.id).with_for_update()):
        message.state, message.detail = State.QUEUED, None
        message.first_try_at = message.retry_at = None
    _wake(session, now)
    return found


def _wake(session: Session, now: datetime) -> None:
    """Have the round look at every open deadline again: by which channel somebody is told may have changed."""
    session.flush()
    session.execute(update(Deadline).where(Deadline.open).values(look_at=now))
