"""Retractions: waiting messages that an act made untrue are taken back in the act's own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session, selectinload

from kernel import effects
from kernel.effects import Slip
from letters import preview_notes, separate_letters
from letters.preview_notes import Preview
from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State, is_ending, word_of
from models.slices import slices
from planning.zones import local_day


def suppress(
    session: Session,
    deadlines: Sequence[Deadline],
    why: str,
    *only: ColumnElement[bool],
    now: datetime,
    endings: bool = False,
) -> int:
    """Suppress the waiting messages about these deadlines, and return how many: of their dates, or of their `endings`.

    A message that also tells of other deadlines stays, without these: they are a message of their own, suppressed like
    the others, and whatever puts messages back finds it (separate_letters.py). A message that was handed over and never
    answered is suppressed too: no copy is sent, and its reader counts as told (`in_doubt`). A message that a sender has
    is marked as taken back: the sender asks before it hands the message over, and withdraws it or has it worded anew.
    The rows are locked until the act is committed, so that no sender takes them meanwhile.

    `only` narrows it to some messages; the day of `now` (UTC) is written into each message's detail.
    """
    steps = {deadline.id: deadline.step for deadline in deadlines if deadline.id is not None}
    preview, taken_back = preview_notes.of(session), effects.of(session).taken_back
    which = is_ending() if endings else ~is_ending()
    asked = (
        select(Message, Owed)
        .join(Owed, Owed.message_id == Message.id)
        .where(Owed.deadline_id.in_(steps), Message.state.in_((*WAITING, State.UNKNOWN, State.SENDING)), which, *only)
        .options(selectinload(Message.owed))
        .execution_options(populate_existing=True)
    )
    if preview is not None:
        return _note(session, preview, _by_message(session.execute(asked)), steps, why)
    count, parts, detail = 0, [], f"{why} ({local_day(now)})"
    for message, mine in _by_message(session.execute(asked.with_for_update(of=Message))):
        if len(mine) == len(message.owed):
            taken_back.append(Slip(message.person_id, word_of(message.kind), _names(mine, steps)))
            count += message.take_back(detail)
        elif message.can_be_reworded:
            parts.append((message, mine))
    separate_letters.separate(session, parts, {deadline.id: deadline for deadline in deadlines}, detail)
    return count


def _by_message(rows: Iterable[Row[Message, Owed]]) -> list[tuple[Message, list[Owed]]]:
    """Return each message with the rows that were selected."""
    concerned: dict[int, tuple[Message, list[Owed]]] = {}
    for message, owed in rows:
        concerned.setdefault(message.id, (message, []))[1].append(owed)
    return list(concerned.values())


def _names(rows: Sequence[Owed], steps: Mapping[int, str]) -> str:
    """Return the steps that these rows name, with commas."""
    return ", ".join(dict.fromkeys(steps[owed.deadline_id] for owed in rows))


def _note(
    session: Session,
    preview: Preview,
    waiting: Iterable[tuple[Message, list[Owed]]],
    steps: Mapping[int, str],
    why: str,
) -> int:
    """Note which messages would be suppressed, and return how many; no row is changed or locked."""
    count, taken_back = 0, effects.of(session).taken_back
    for message, concerned in waiting:
        left = [owed for owed in message.owed if owed.id not in preview.left_out]
        mine = [owed for owed in concerned if owed in left]
        if message.id in preview.taken_back or not mine:
            continue
        if len(mine) == len(left):
            taken_back.append(Slip(message.person_id, word_of(message.kind), _names(mine, steps)))
            count += preview_notes.take_back(session, message, why)
        elif message.can_be_reworded:
            preview.left_out.update(owed.id for owed in mine)
    return count


def put_back(session: Session, deadlines: Sequence[Deadline], why: str, *only: ColumnElement[bool]) -> int:
    """Put messages that were taken back for this reason back in the outbox, for release; return how many."""
    query = (
        select(Message)
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .where(*only, Message.state == State.SUPPRESSED, Message.detail.startswith(f"{why} (", autoescape=True))
    )
    parts = (query.where(Owed.deadline_id.in_(some)) for some in slices([row.id for row in deadlines]))
    messages = {message.id: message for part in parts for message in session.scalars(part)}
    for message in messages.values():
        message.state, message.detail = State.HELD, None
    return len(messages)
