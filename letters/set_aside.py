"""Messages set aside: mail to an address that fails is held until an officer says that the address works."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.deadlines import Deadline
from models.outbox import Message, State, in_state
from models.slices import slices
from record.people.people import EMAIL

FAILING = "the address is failing"  # the detail of a message set aside begins so, also in stores of old versions
SET_ASIDE = f"{FAILING}; it leaves once an officer says that it works again"


def set_aside(session: Session, people: Collection[int], *, now: datetime) -> None:
    """Hold the waiting mail to these people: it would come back, and must not be lost.

    Messages by their other channels leave as planned.
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
        wake(session, now)


def wake(session: Session, now: datetime) -> None:
    """Have the next round look at every open deadline: the channel by which somebody is told may have changed."""
    session.flush()
    session.execute(update(Deadline).where(Deadline.open).values(look_at=now))
