"""Taking back what has not left yet, in the same transaction as the edit that made it untrue."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from actions.owed import merging
from actions.owed.carrying import DIGEST
from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State


def suppress(session: Session, deadline: Deadline, why: str, *only: ColumnElement[bool], now: datetime) -> int:
    """Return how many waiting messages were suppressed; one that also tells of other deadlines stays, without this.

    So is what was handed over and never answered: its reader gets no copy, and counts as told (`in_doubt`). What a
    sender has is marked as taken back: the sender asks before it hands the message over, and withdraws it.
    What is suppressed is held until the act is committed, so that no sender takes it meanwhile.

    `only` narrows it to some messages; `now` is kept as the time of the change in the message's detail.
    """
    if deadline.id is None:
        return 0
    waiting = session.scalars(
        select(Message)
        .join(Owed, Owed.message_id == Message.id)
        .where(Owed.deadline_id == deadline.id, Message.state.in_((*WAITING, State.UNKNOWN, State.SENDING)), *only)
        .options(selectinload(Message.owed))
        .execution_options(populate_existing=True)
        .with_for_update(of=Message)
    ).unique()
    count = 0
    for message in waiting.all():
        mine = [owed.id for owed in message.owed if owed.deadline_id == deadline.id]
        if len(mine) == len(message.owed):
            count += message.take_back(f"{why} ({now:%Y-%m-%d})")
        elif message.kind == DIGEST and message.frozen is None:
            merging.leave_out(session, message.id, mine)
    return count
