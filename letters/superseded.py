"""Superseded messages: a newer one says the same better, or takes over the rows of the one that waits.

For one person, step and channel the newest planning counts. No row of the ledger is removed: a row whose deadline has
a newer row leaves its digest, and counts as covered; the other rows move to the new digest. News of dates of one cycle
that wait for one person are one letter likewise: what is issued later takes over the rows of the earlier letter.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import DATES, WAITING, Message, MessageKind, Owed, OwedKey, State, in_state, is_current
from models.slices import slices
from planning.ladder import Rung

NOT_IN_MEMORY = {"synchronize_session": False}
HANDED_OVER = (State.UNKNOWN, State.SENDING)  # the message may have arrived
BETTER = "a later letter says it better"

Reader = tuple[int, str]  # person id and address


class Letter(NamedTuple):
    """A letter of which only one waits for each reader: the digest, or the news of dates of a cycle."""

    person_id: int
    address: str
    kind: str  # a MessageKind; news of dates are of one, whatever their own
    cycle_id: int | None  # None: of all cycles

    @classmethod
    def of(cls, person_id: int, address: str, kind: str, cycle_id: int) -> "Letter":
        """Return the letter that a message of this kind, about this cycle, is a part of."""
        is_digest = kind == MessageKind.DIGEST
        sort = MessageKind.ANNOUNCEMENT if kind in DATES else kind
        return cls(person_id, address, sort, None if is_digest else cycle_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the ledger in a message that has not left."""

    owed_id: int
    message_id: int
    person_id: int
    address: str
    kind: str
    is_held: bool  # for an officer's release
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
    def is_digest(self) -> bool:
        """Return True if its message is a digest."""
        return self.kind == MessageKind.DIGEST

    @property
    def letter(self) -> Letter:
        """Return the letter that it is a part of."""
        return Letter.of(self.person_id, self.address, self.kind, self.cycle_id)

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
            Message.kind,
            (Message.state == State.HELD).label("is_held"),
            Message.frozen.is_not(None).label("is_frozen"),
            Message.due_at,
            Message.first_try_at,
            Owed.deadline_id,
            Deadline.public_id,
            Owed.promise,
            Owed.rung,
            Cycle.chain,
            Cycle.id.label("cycle_id"),
            is_current().label("is_so"),
            or_(Message.state.in_(HANDED_OVER), Message.in_doubt).label("is_unanswered"),
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
    waits = Message.state.in_(WAITING)
    is_doubtful = or_(
        Message.state == State.UNKNOWN,
        and_(Message.state == State.SENDING, Message.lease_until <= clock),
        and_(waits, Message.in_doubt),  # handed over, and then told to come again later
    )
    fresh = and_(waits, ~Message.in_doubt)
    return and_(in_state(*WAITING, *HANDED_OVER), or_(fresh, and_(is_doubtful, ~a_change)))


@dataclass(slots=True)
class Merged:
    """What happens to waiting messages and their rows when new messages are made."""

    superseded: list[int] = field(default_factory=list)
    left_out: dict[int, list[int]] = field(default_factory=dict)  # by message
    taken: dict[Letter, list[Waiting]] = field(default_factory=dict)


def merge(waiting: Iterable[Waiting], keys: Iterable[OwedKey], letters: Mapping[Letter, bool]) -> Merged:
    """Return what new rows with these keys do to the waiting ones: supersede, leave out, or move to a new letter.

    `letters` says of each new letter whether it is held: news of dates join only what is held, or released, likewise.
    """
    anew: dict[Reader, dict[int, set[str]]] = {}
    for key in keys:
        anew.setdefault((key.person_id, key.address), {}).setdefault(key.deadline_id, set()).add(key.rung)
    messages: dict[int, list[Waiting]] = {}
    for row in waiting:
        messages.setdefault(row.message_id, []).append(row)
    merged = Merged()
    for number, rows in messages.items():
        reader, is_digest = rows[0].reader, rows[0].is_digest
        letter = next((row.letter for row in rows if row.letter in letters), rows[0].letter)
        left = [row for row in rows if not _is_replaced(row, anew.get(reader, {}).get(row.deadline_id, set()))]
        joins = letter in letters and (is_digest or rows[0].is_held is letters[letter])
        if joins and not rows[0].is_unanswered:  # what may have arrived keeps its rows
            merged.superseded.append(number)
            merged.taken.setdefault(letter, []).extend(row for row in left if row.is_so)
        elif not left:
            merged.superseded.append(number)
        elif (is_digest or letter in letters) and len(left) < len(rows) and not rows[0].is_frozen:
            merged.left_out[number] = [row.owed_id for row in rows if row not in left]
    return merged


def _is_replaced(row: Waiting, rungs: Collection[str]) -> bool:
    """Return True if what is owed anew of the deadline says it better; of an invitation, only another date does."""
    return bool(rungs) if row.rung != Rung.OPENING else Rung.OPENING in rungs or Rung.CHANGE in rungs


def write(session: Session, merged: Merged) -> None:
    """Supersede messages and take rows out of others. Rows that move are written later, by `move`."""
    for number, owed_ids in merged.left_out.items():
        leave_out(session, number, owed_ids)
    for some in slices(merged.superseded):
        perhaps = or_(Message.in_doubt, and_(Message.state == State.SENDING, Message.frozen.is_not(None)))
        done = update(Message).where(Message.id.in_(some))
        done = done.values(state=State.SUPERSEDED, detail=BETTER, in_doubt=perhaps)
        session.execute(done, execution_options=NOT_IN_MEMORY)


def move(session: Session, taken: Sequence[Waiting], message_id: int) -> None:
    """Write the id of the new message into these rows of the ledger."""
    for some in slices([row.owed_id for row in taken]):
        moved = update(Owed).where(Owed.id.in_(some)).values(message_id=message_id)
        session.execute(moved, execution_options=NOT_IN_MEMORY)


def leave_out(session: Session, message_id: int, owed_ids: Sequence[int], into: int | None = None) -> None:
    """Take rows out of a message that keeps others, `into` another; it no longer tells them, and is worded anew."""
    out = update(Owed).where(Owed.id.in_(owed_ids)).values(message_id=into)
    session.execute(out, execution_options=NOT_IN_MEMORY)
    first = select(Deadline.cycle_id).join(Owed, Owed.deadline_id == Deadline.id)
    first = first.where(Owed.message_id == message_id).order_by(Owed.id).limit(1)
    now_of = update(Message).where(Message.id == message_id).values(cycle_id=first.scalar_subquery(), frozen=None)
    session.execute(now_of, execution_options=NOT_IN_MEMORY)
