"""Messages and rows of the ledger in memory, as they stand in a transaction and what its preview has noted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from letters import preview_notes
from letters.contents import Line
from letters.superseded import HANDED_OVER
from models.journal import Entry
from models.outbox import LIVING, TOLD, WAITING, Message, Owed, State
from models.slices import slices
from planning.ladder import Rung


@dataclass(slots=True, eq=False)
class Mail:
    """A message: what the planning and the sending of it ask."""

    id: int
    person_id: int
    address: str
    carrier: str
    kind: str
    chain: str
    cycle_id: int | None
    state: State
    due_at: datetime
    retry_at: datetime | None = None
    lease_until: datetime | None = None
    first_try_at: datetime | None = None
    sent_at: datetime | None = None
    in_doubt: bool = False
    taken_back: str | None = None
    is_frozen: bool = False
    owed: list["Row"] = field(default_factory=list)
    lines: tuple[Line, ...] = ()  # what it told when it left

    @property
    def was_told(self) -> bool:
        """Whether it may have reached its reader."""
        return self.state in TOLD or self.in_doubt

    @property
    def free_at(self) -> datetime | None:
        """When a sender may take it: None for what is held, or over."""
        if self.state is State.QUEUED:
            return self.due_at
        if self.state in (State.RETRY, State.UNKNOWN):
            return max(self.due_at, self.retry_at) if self.retry_at else None
        if self.state is State.SENDING:
            return max(self.due_at, self.lease_until) if self.lease_until else None
        return None

    @property
    def is_handed_over(self) -> bool:
        """Whether a sender has it, or nobody knows whether the server took it."""
        return self.state in HANDED_OVER

    @property
    def is_pending(self) -> bool:
        """Whether it waits, or may have reached its reader."""
        return self.state in WAITING or self.state in TOLD

    def is_doubtful(self, clock: datetime) -> bool:
        """Whether it was handed over, is no change, and nobody has it now: it may be told better."""
        if self.state is State.SENDING and not (self.lease_until and self.lease_until <= clock):
            return False
        return self.is_handed_over and all(row.rung != Rung.CHANGE for row in self.owed)

    def is_unsent(self, clock: datetime) -> bool:
        """Whether it has not surely left."""
        return self.state in WAITING or self.is_doubtful(clock)

    def put_off(self, moment: datetime) -> None:
        """Give it back unsent, to be claimed from that moment on."""
        self.state, self.due_at = State.QUEUED, moment

    def leave(self, now: datetime) -> None:
        """Have it be sent, or be withdrawn when it has nothing true to tell."""
        self.state, self.sent_at = (State.SENT, now) if self.lines else (State.SUPPRESSED, None)

    def supersede(self) -> None:
        """Have a later message say it better."""
        self.in_doubt = self.in_doubt or self.state is State.SENDING
        self.state = State.SUPERSEDED


@dataclass(slots=True, eq=False)
class Row:
    """A row of the ledger; without a message where a later one covers it."""

    id: int
    deadline_id: int
    promise: int
    rung: str
    person_id: int
    address: str
    mail: Mail | None

    @property
    def was_told(self) -> bool:
        """Whether its reader may know what it says."""
        return self.rung == Rung.SHOWN or (self.mail is not None and self.mail.was_told)


_MESSAGE = (
    Message.id, Message.person_id, Message.address, Message.carrier, Message.kind, Message.chain, Message.cycle_id,
    Message.state, Message.due_at, Message.retry_at, Message.lease_until, Message.first_try_at, Message.sent_at,
    Message.in_doubt, Message.taken_back, Message.frozen.is_not(None),
)  # fmt: skip
_NAMES = {each.name for each in fields(Mail)}
_ROW = (Owed.id, Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)


def living(session: Session) -> set[int]:
    """Return the deadlines of which a message waits or is under way, or would after the previewed act."""
    query = select(Owed.deadline_id).join(Message, Message.id == Owed.message_id)
    preview = preview_notes.of(session)
    parts = slices(preview.put) if preview else []
    put = {number for some in parts for number in session.scalars(query.where(Message.id.in_(some)))}
    return {*session.scalars(query.where(LIVING)), *put}


def stand(session: Session) -> tuple[object, ...]:
    """Return what tells that somebody has acted, planned or sent since: the last lines, and how many letters wait."""
    lines, rows = session.scalar(select(func.max(Entry.id))), session.scalar(select(func.max(Owed.id)))
    waiting = select(Message.state, func.count()).where(LIVING).group_by(Message.state).order_by(Message.state)
    return (lines, rows, *map(tuple, session.execute(waiting)))


def read(session: Session, deadline_ids: Collection[int]) -> list[Row]:
    """Return every row of these deadlines in their order, with its message, as the preview leaves them."""
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
    """Do in memory what was noted."""
    for row in rows:
        if row.id in preview.left_out and row.mail:
            row.mail.cycle_id = None  # it is that of the first row that stays
            row.mail = None
        elif row.id in preview.moved:
            row.mail = known[preview.moved[row.id]]
    for mail in known.values():
        _put(mail, preview.put.get(mail.id, {}))
        if mail.id in preview.superseded:
            mail.supersede()
        elif (why := preview.taken_back.get(mail.id)) and mail.state is State.SENDING:
            mail.taken_back = why
        elif mail.id in preview.taken_back:
            mail.state = State.SUPPRESSED


def _put(mail: Mail, values: Mapping[str, Any]) -> None:
    """Do in memory what an officer would change."""
    for name in values.keys() & _NAMES:
        setattr(mail, name, values[name])
    mail.is_frozen = mail.is_frozen and "frozen" not in values
