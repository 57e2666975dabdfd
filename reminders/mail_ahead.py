"""Messages and rows of the ledger in memory: read in a transaction, with the notes of its preview applied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from letters import preview_notes
from letters.lines import Line
from letters.superseded import HANDED_OVER
from models.journal import Entry
from models.outbox import ENDS, LIVING, TOLD, WAITING, Message, Owed, State
from models.slices import slices
from planning.ladder import Rung


@dataclass(slots=True, eq=False)
class Mail:
    """A message in memory, with those columns that its planning and sending depend on."""

    id: int
    person_id: int
    address: str
    carrier: str
    kind: str
    chain: str
    cycle_id: int | None
    state: State
    due_at: datetime
    issued: bool
    retry_at: datetime | None = None
    lease_until: datetime | None = None
    first_try_at: datetime | None = None
    sent_at: datetime | None = None
    in_doubt: bool = False
    taken_back: str | None = None
    is_frozen: bool = False
    owed: list["Row"] = field(default_factory=list)
    lines: tuple[Line, ...] = ()  # its contents when it left

    @property
    def was_told(self) -> bool:
        """Return True if it may have reached its reader."""
        return self.state in TOLD or self.in_doubt

    @property
    def free_at(self) -> datetime | None:
        """Return the instant (UTC) from which a sender may take it; None if it is held, or will not be sent."""
        if self.state is State.QUEUED:
            return self.due_at
        if self.state in (State.RETRY, State.UNKNOWN):
            return max(self.due_at, self.retry_at) if self.retry_at else None
        if self.state is State.SENDING:
            return max(self.due_at, self.lease_until) if self.lease_until else None
        return None

    @property
    def is_handed_over(self) -> bool:
        """Return True if a sender has it, or if nobody knows whether the server took it."""
        return self.state in HANDED_OVER

    @property
    def is_pending(self) -> bool:
        """Return True if it waits, or may have reached its reader."""
        return self.state in WAITING or self.state in TOLD

    def is_doubtful(self, clock: datetime) -> bool:
        """Return True if it was handed over, no sender has it now, and it tells no change: it may be superseded."""
        if self.state is State.SENDING and not (self.lease_until and self.lease_until <= clock):
            return False
        doubtful = self.is_handed_over or (self.in_doubt and self.state in WAITING)
        return doubtful and all(row.rung != Rung.CHANGE for row in self.owed)

    def is_unsent(self, clock: datetime) -> bool:
        """Return True if it waits, or may be superseded although it was handed over."""
        return (self.state in WAITING and not self.in_doubt) or self.is_doubtful(clock)

    def put_off(self, moment: datetime) -> None:
        """Put it back in the queue, to be claimed at `moment` or later."""
        self.state, self.due_at = State.QUEUED, moment

    def leave(self, now: datetime) -> None:
        """Mark it as sent at `now` with the rows that it names, or as suppressed if nothing in it is true any more."""
        self.state, self.sent_at = (State.SENT, now) if self.lines else (State.SUPPRESSED, None)
        if self.lines and not self.in_doubt:
            named = [line.owed.id for line in self.lines]
            for row in self.owed:
                row.mail = self if row.id in named else None
            self.owed = [row for row in self.owed if row.mail]

    def supersede(self) -> None:
        """Mark it as superseded by a later message."""
        self.in_doubt = self.in_doubt or (self.state is State.SENDING and self.is_frozen)
        self.state = State.SUPERSEDED


@dataclass(slots=True, eq=False)
class Row:
    """A row of the ledger in memory; it has no message if a later row covers it."""

    id: int
    deadline_id: int
    promise: int
    rung: str
    person_id: int
    address: str
    mail: Mail | None

    @property
    def was_told(self) -> bool:
        """Return True if its reader may have been told its date."""
        return self.rung == Rung.SHOWN or (self.mail is not None and self.mail.was_told)

    @property
    def is_ending(self) -> bool:
        """Return True if it tells how its deadline ended."""
        return self.rung.startswith(ENDS)

    @property
    def standing(self) -> tuple[State | None, bool | None]:
        """Return the state of its message, and whether that may have arrived."""
        return (self.mail.state, self.mail.in_doubt) if self.mail else (None, None)


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of a message, as a forecast names them."""

    name: str
    zone: str | None
    organization: str | None


_MESSAGE = (
    Message.id, Message.person_id, Message.address, Message.carrier, Message.kind, Message.chain, Message.cycle_id,
    Message.state, Message.due_at, Message.issued, Message.retry_at, Message.lease_until, Message.first_try_at,
    Message.sent_at, Message.in_doubt, Message.taken_back, Message.frozen.is_not(None),
)  # fmt: skip
_NAMES = {each.name for each in fields(Mail)}
_ROW = (Owed.id, Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)


def living(session: Session) -> set[int]:
    """Return the ids of deadlines about which a message waits or is being sent, or would after the previewed act."""
    query = select(Owed.deadline_id).join(Message, Message.id == Owed.message_id)
    preview = preview_notes.of(session)
    parts = slices(preview.put) if preview else []
    put = {number for some in parts for number in session.scalars(query.where(Message.id.in_(some)))}
    return {*session.scalars(query.where(LIVING)), *put}


def stand(session: Session) -> tuple[object, ...]:
    """Return a value that changes whenever somebody acts, plans or sends: last ids, and counts of waiting letters."""
    lines, rows = session.scalar(select(func.max(Entry.id))), session.scalar(select(func.max(Owed.id)))
    waiting = select(Message.state, func.count()).where(LIVING).group_by(Message.state).order_by(Message.state)
    return (lines, rows, *map(tuple, session.execute(waiting)))


def read(session: Session, deadline_ids: Collection[int]) -> list[Row]:
    """Return every row of these deadlines by id, with its message, as they would be after the previewed act."""
    known: dict[int, Mail] = {}
    rows: list[Row] = []
    query = select(*_ROW, *_MESSAGE).outerjoin(Message, Message.id == Owed.message_id)
    for some in slices(deadline_ids):
        for record in session.execute(query.where(Owed.deadline_id.in_(some))):
            words: tuple[Any, ...] = tuple(record)
            number, values = words[len(_ROW)], words[len(_ROW) :]
            if number is not None and number not in known:
                known[number] = Mail(*values)
            row: tuple[Any, ...] = (*words[: len(_ROW)], known.get(number))
            rows.append(Row(*row))
    rows.sort(key=lambda row: row.id)
    preview = preview_notes.of(session)
    if preview is not None:
        _apply(preview, rows, known)
    for each in rows:
        if each.mail is not None:
            each.mail.owed.append(each)
    return rows


def _apply(preview: preview_notes.Preview, rows: list[Row], known: dict[int, Mail]) -> None:
    """Apply the notes of a preview to the rows and messages in memory."""
    for row in rows:
        if row.id in preview.left_out and row.mail:
            row.mail.cycle_id = None  # becomes that of its first row that stays
            row.mail = None
    for mail in known.values():
        _put(mail, preview.put.get(mail.id, {}))
        if (why := preview.taken_back.get(mail.id)) and mail.state is State.SENDING:
            mail.taken_back = why
        elif mail.id in preview.taken_back:
            mail.state = State.SUPPRESSED


def _put(mail: Mail, values: Mapping[str, Any]) -> None:
    """Set an officer's new values, by column, on a message in memory."""
    for name in values.keys() & _NAMES:
        setattr(mail, name, values[name])
    mail.is_frozen = mail.is_frozen and "frozen" not in values
