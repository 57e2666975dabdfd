"""Retractions: waiting messages that an act made untrue are taken back in the act's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from kernel import effects
from kernel.effects import Slip
from letters import preview_notes, superseded
from letters.preview_notes import Preview
from models.deadlines import Deadline
from models.outbox import WAITING, Message, MessageKind, Owed, State
from models.slices import slices


def suppress(session: Session, deadline: Deadline, why: str, *only: ColumnElement[bool], now: datetime) -> int:
    """Suppress the waiting messages about a deadline, and return how many.

    A digest that also tells of other deadlines stays, without this one. A message that was handed over and never
    answered is suppressed too: no copy is sent, and its reader counts as told (`in_doubt`). A message that a sender
    has is marked as taken back: the sender asks before it hands the message over, and withdraws it. The rows are
    locked until the act is committed, so that no sender takes them meanwhile.

    `only` narrows it to some messages; the day of `now` (UTC) is written into each message's detail.
    """
    if deadline.id is None:
        return 0
    preview, taken_back = preview_notes.of(session), effects.of(session).taken_back
    asked = (
        select(Message)
        .join(Owed, Owed.message_id == Message.id)
        .where(Owed.deadline_id == deadline.id, Message.state.in_((*WAITING, State.UNKNOWN, State.SENDING)), *only)
        .options(selectinload(Message.owed))
        .execution_options(populate_existing=True)
    )
    if preview is not None:
        return _note(session, preview, session.scalars(asked).unique().all(), deadline, why)
    count = 0
    for message in session.scalars(asked.with_for_update(of=Message)).unique().all():
        mine = [owed.id for owed in message.owed if owed.deadline_id == deadline.id]
        if len(mine) == len(message.owed):
            taken_back.append(Slip(message.person_id, message.kind, deadline.step))
            count += message.take_back(f"{why} ({now:%Y-%m-%d})")
        elif message.kind == MessageKind.DIGEST and message.frozen is None:
            superseded.leave_out(session, message.id, mine)
    return count


def _note(session: Session, preview: Preview, waiting: Sequence[Message], deadline: Deadline, why: str) -> int:
    """Note which messages would be suppressed, and return how many; no row is changed or locked."""
    count, taken_back = 0, effects.of(session).taken_back
    for message in waiting:
        left = [owed for owed in message.owed if owed.id not in preview.left_out]
        mine = [owed.id for owed in left if owed.deadline_id == deadline.id]
        if preview.is_over(message.id) or not mine:
            continue
        if len(mine) == len(left):
            taken_back.append(Slip(message.person_id, message.kind, deadline.step))
            count += preview_notes.take_back(session, message, why)
        elif message.kind == MessageKind.DIGEST and message.frozen is None:
            preview.left_out.update(mine)
    return count


def put_back(session: Session, deadlines: Sequence[Deadline], why: str) -> int:
    """Put messages that were taken back for this reason back in the outbox, for release; return how many."""
    query = (
        select(Message)
        .join(Owed, Owed.message_id == Message.id)
        .where(Message.state == State.SUPPRESSED, Message.detail.startswith(f"{why} (", autoescape=True))
    )
    parts = (query.where(Owed.deadline_id.in_(some)) for some in slices([row.id for row in deadlines]))
    messages = {message.id: message for part in parts for message in session.scalars(part)}
    for message in messages.values():
        message.state, message.detail = State.HELD, None
    return len(messages)
