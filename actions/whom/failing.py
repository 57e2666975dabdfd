"""An e-mail address that fails: what waits for it is kept, and it is not used, until an officer says that it works."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions import journal
from actions.refusals import ReasonMissing
from actions.whom.people import EMAIL, named
from models.deadlines import Deadline
from models.outbox import Message, State, in_state
from models.people import Person
from models.slices import slices

SET_ASIDE = "the address is failing; once it works again: council people reachable EMAIL --because REASON"


def set_aside(session: Session, people: Collection[int], *, now: datetime) -> None:
    """Hold the mail that is about to leave to these people: it would come back, and must not be lost.

    Whoever has another channel is told by that one all the same.
    """
    for some in slices(sorted(people)):
        leaving = select(Message).where(
            Message.person_id.in_(some),
            Message.address == EMAIL,
            in_state(State.QUEUED, State.RETRY),
        )
        for message in session.scalars(leaving.order_by(Message.id).with_for_update()):
            message.state, message.detail = State.HELD, SET_ASIDE
    if people:
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
        Message.person_id == found.id, in_state(State.HELD), Message.detail == SET_ASIDE
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
