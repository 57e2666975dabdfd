"""Superseded messages: a newer one says the same better, or a new digest takes over the rows of the one that waits.

For one person, step and channel the newest planning counts. No row of the ledger is removed: a row whose deadline has
a newer row leaves its digest, and counts as covered; the other rows move to the new digest.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import WAITING, Message, MessageKind, Owed, OwedKey, State, in_state
from models.slices import slices
from planning.ladder import Rung

NOT_IN_MEMORY = {"synchronize_session": False}
HANDED_OVER = (State.UNKNOWN, State.SENDING)  # the message may have arrived
BETTER = "a later letter says it better"

Reader = tuple[int, str]  # person id and address


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the ledger in a message that has not left."""

    owed_id: int
    message_id: int
    person_id: int
    address: str
    is_digest: bool
    is_frozen: bool
    due_at: datetime
    first_try_at: datetime | None
    deadline_id: int
    public_id: str  # the deadline's
    promise: int
    rung: str
    chain: str
    cycle_id: int
    is_so: bool  # the deadline is open, and its date is the one of this row
    is_unanswered: bool  # handed over, and nobody knows whether the server took it

    @property
    def reader(self) -> Reader:
        """Return whose message it is, and its address."""
        return self.person_id, self.address

    @property
    def word(self) -> str:
        """Return the row as it is written in the identity of its message."""
        return f"{self.public_id}/{self.promise}/{self.rung}"

    @property
    def is_late(self) -> bool:
        """Return True if it was owed because the deadline was overdue."""
        return self.rung.startswith(Rung.LATE.prefix) or self.rung == Rung.CHASE_ENDED


def waiting(session: Session, people: Collection[int], clock: datetime, *, hold: bool = True) -> list[Waiting]:
    """Return the waiting rows of these people, and lock their messages until the transaction ends, if `hold`.

    `clock` is the real time: a sender whose lease is over by it has died.
    """
    query = _waiting(clock)
    query = query.with_for_update(of=Message) if hold else query
    parts = (query.where(Message.person_id.in_(some)) for some in slices(people))
    return [Waiting(**row._mapping) for part in parts for row in session.execute(part)]


def _waiting(clock: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Owed.id.label("owed_id"),
            Message.id.label("message_id"),
            Message.person_id,
            Message.address,
            (Message.kind == MessageKind.DIGEST).label("is_digest"),
            Message.frozen.is_not(None).label("is_frozen"),
            Message.due_at,
            Message.first_try_at,
            Owed.deadline_id,
            Deadline.public_id,
            Owed.promise,
            Owed.rung,
            Cycle.chain,
            Cycle.id.label("cycle_id"),
            and_(Deadline.open, Deadline.promise == Owed.promise).label("is_so"),
            Message.state.in_(HANDED_OVER).label("is_unanswered"),
        )
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .where(_is_unsent(clock))
        .order_by(Owed.id)
    )


def _is_unsent(clock: datetime) -> ColumnElement[bool]:
    """Return the condition that a message may be superseded: it waits, its server never answered, or its sender died.

    A message about a changed date that was handed over is not superseded: its reader may know that date.
    """
    changes = aliased(Owed)
    a_change = select(changes.id).where(changes.message_id == Message.id, changes.rung == Rung.CHANGE).exists()
    is_doubtful = or_(
        Message.state == State.UNKNOWN, and_(Message.state == State.SENDING, Message.lease_until <= clock)
    )
    return and_(in_state(*WAITING, *HANDED_OVER), or_(Message.state.in_(WAITING), and_(is_doubtful, ~a_change)))


@dataclass(slots=True)
class Merged:
    """What happens to waiting messages and their rows when new messages are made."""

    superseded: list[int] = field(default_factory=list)  # ids of messages
    left_out: dict[int, list[int]] = field(default_factory=dict)  # ids of rows, by the message that they leave
    taken: dict[Reader, list[Waiting]] = field(default_factory=dict)  # rows that move to the reader's new digest


def merge(waiting: Iterable[Waiting], keys: Iterable[OwedKey], bundled: Collection[Reader]) -> Merged:
    """Return what new rows with these keys do to the waiting ones: supersede, leave out, or move to a new digest.

    `bundled` are the readers for whom a new digest is made.
    """
    anew: dict[Reader, set[int]] = {}
    for key in keys:
        anew.setdefault((key.person_id, key.address), set()).add(key.deadline_id)
    messages: dict[int, list[Waiting]] = {}
    for row in waiting:
        messages.setdefault(row.message_id, []).append(row)
    merged = Merged()
    for number, rows in messages.items():
        reader, is_digest = rows[0].reader, rows[0].is_digest
        left = [row for row in rows if row.deadline_id not in anew.get(reader, ())]
        if is_digest and reader in bundled and not rows[0].is_unanswered:  # else it may have arrived
            merged.superseded.append(number)
            merged.taken.setdefault(reader, []).extend(row for row in left if row.is_so)
        elif not left:
            merged.superseded.append(number)
        elif is_digest and len(left) < len(rows) and not rows[0].is_frozen:
            merged.left_out[number] = [row.owed_id for row in rows if row not in left]
    return merged


def write(session: Session, merged: Merged) -> None:
    """Supersede messages and take rows out of others. Rows that move are written later, by `move`."""
    for number, owed_ids in merged.left_out.items():
        leave_out(session, number, owed_ids)
    for some in slices(merged.superseded):
        perhaps = or_(Message.in_doubt, Message.state == State.SENDING)
        done = update(Message).where(Message.id.in_(some))
        done = done.values(state=State.SUPERSEDED, detail=BETTER, in_doubt=perhaps)
        session.execute(done, execution_options=NOT_IN_MEMORY)


def move(session: Session, taken: Sequence[Waiting], message_id: int) -> None:
    """Write the id of the new digest into these rows of the ledger."""
    for some in slices([row.owed_id for row in taken]):
        moved = update(Owed).where(Owed.id.in_(some)).values(message_id=message_id)
        session.execute(moved, execution_options=NOT_IN_MEMORY)


def leave_out(session: Session, message_id: int, owed_ids: Sequence[int]) -> None:
    """Take rows out of a digest that keeps others; they count as covered by a later message."""
    out = update(Owed).where(Owed.id.in_(owed_ids)).values(message_id=None)
    session.execute(out, execution_options=NOT_IN_MEMORY)
    first = select(Deadline.cycle_id).join(Owed, Owed.deadline_id == Deadline.id)
    first = first.where(Owed.message_id == message_id).order_by(Owed.id).limit(1)
    now_of = update(Message).where(Message.id == message_id).values(cycle_id=first.scalar_subquery())
    session.execute(now_of, execution_options=NOT_IN_MEMORY)
