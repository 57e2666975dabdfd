"""What people are owed, the messages that carry it, and what may leave without an officer's word."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    ColumnElement,
    Computed,
    ForeignKey,
    LargeBinary,
    Text,
    UniqueConstraint,
    and_,
    case,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from models.base import Base, Word
from models.cycles import Cycle
from models.deadlines import Deadline
from models.message_identities import MessageIdentity
from models.people import Person
from planning.ladder import Rung


class State(StrEnum):
    """The state of a message on its way."""

    HELD = "held"  # waits for an officer's release
    QUEUED = "queued"
    SENDING = "sending"
    RETRY = "retry"
    UNKNOWN = "unknown"  # the server gave no answer after DATA
    SENT = "sent"
    DEAD = "dead"
    SUPPRESSED = "suppressed"  # its deadline was settled or moved before it left
    SUPERSEDED = "superseded"  # a later message says it better
    DROPPED = "dropped"  # by an officer
    PRESUMED = "presumed"  # had left before the store was restored, as an officer says; never sent from here


class MessageKind(StrEnum):
    """What a message is for: its reader's mail waits for an officer's word by kinds."""

    ANNOUNCEMENT = "announcement"
    CHANGE = "change"
    OVERDUE = "overdue"
    RUNG = "rung"  # a reminder or an invitation
    CANCELLATION = "cancellation"  # of what members were told, and is dropped
    RESULT = "result"  # of a vote
    DIGEST = "digest"  # of these, to a reader who wants them together
    REPORT = "report"  # of the week; of no deadline
    REQUEST = "request"  # for documents that a meeting expects; of no deadline
    ALONE = "alone"  # that somebody approved something without a second person; of no deadline


def word_of(kind: str) -> str:
    """Return the word by which officers know a kind of message."""
    return "reminder" if kind == MessageKind.RUNG else kind


DATES = frozenset((MessageKind.ANNOUNCEMENT, MessageKind.CHANGE))  # news of dates: one letter tells all of a cycle
ENDINGS = frozenset((MessageKind.CANCELLATION, MessageKind.RESULT))  # written by the act that ends a step
CANCELS, RESULTS = Rung.CANCELLED.prefix, Rung.RESULT.prefix
ENDS = (CANCELS, RESULTS)
TO_ALL = frozenset((Rung.OPENING, Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED))


def goes_to_all(kind: str, rungs: Iterable[str]) -> bool:
    """Return True if it leaves to all at one moment: it gives or changes a right, or asks what keeps one waiting."""
    return kind in DATES | ENDINGS or not TO_ALL.isdisjoint(rungs)


WAITING = (State.HELD, State.QUEUED, State.RETRY)  # not yet handed to a server
TOLD = (State.SENT, State.SENDING, State.UNKNOWN, State.PRESUMED)  # may have reached its reader

# What the indexes know of a state: a message that goes from queued to sending stays at its stage, and so in its place
# in every index, and PostgreSQL writes the row alone. When it is over, each index costs an entry: there are few.
STAGES = {
    State.QUEUED: "moving",
    State.SENDING: "moving",
    State.RETRY: "moving",
    State.UNKNOWN: "moving",
    State.HELD: "held",
    State.DEAD: "dead",
}  # whatever else: over
_STAGE = """CASE WHEN state IN ('queued', 'sending', 'retry', 'unknown') THEN 'moving'
 WHEN state IN ('held', 'dead') THEN state ELSE 'over' END"""


class Message(Base):
    """One message to one person by one channel; its words are rendered when claimed, frozen at the first DATA."""

    __tablename__ = "message"
    id: Mapped[int] = mapped_column(ForeignKey(MessageIdentity.id), primary_key=True)  # see message_identities.identify
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    address: Mapped[str]  # `email`, or the word of its channel's row
    kind: Mapped[str]  # a MessageKind
    chain: Mapped[str]  # "" where it tells of no chain
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey(Cycle.id))  # the first of those it tells of
    state: Mapped[State] = mapped_column(Word(State))
    due_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    retry_at: Mapped[datetime | None] = mapped_column(default=None)  # the real clock
    lease_until: Mapped[datetime | None] = mapped_column(default=None)  # the real clock
    token: Mapped[str | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    first_try_at: Mapped[datetime | None] = mapped_column(default=None)  # first refused: its age, the real clock
    subject: Mapped[str | None] = mapped_column(default=None)
    body: Mapped[str | None] = mapped_column(Text, default=None)  # the plain text, for the desk
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    detail: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    released_by: Mapped[str | None] = mapped_column(default=None)
    carrier: Mapped[str] = mapped_column(default="email")  # the server that takes it: see models.sending_state.Breaker
    unanswered: Mapped[int] = mapped_column(default=0)  # so often the server did not say whether it took it
    in_doubt: Mapped[bool] = mapped_column(default=False)  # may have arrived though nobody said so: see `was_told`
    taken_back: Mapped[str | None] = mapped_column(default=None)  # why it is not to leave, said while a sender had it
    act: Mapped[str | None] = mapped_column(default=None)  # the id of the act that caused it; the calendar has none
    issued: Mapped[bool] = mapped_column(default=False)  # it tells dates as issued: its reader is not of the house
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)  # since when its words are kept no longer
    stage: Mapped[str] = mapped_column(Computed(_STAGE), deferred=True, init=False)  # see STAGES
    # read with each message; whoever looks for messages by it asks their identities
    public_id: Mapped[str] = column_property(
        select(MessageIdentity.public_id)
        .where(MessageIdentity.id == id)
        .correlate_except(MessageIdentity)
        .scalar_subquery(),
        expire_on_flush=False,
    )
    owed: Mapped[list["Owed"]] = relationship(lazy="raise", order_by="Owed.id", init=False)
    person: Mapped[Person] = relationship(lazy="raise", init=False)

    @property
    def can_be_reworded(self) -> bool:
        """Return True if a part may still be taken out: no server can have its words, and no sender has them."""
        return not self.in_doubt and (self.state in WAITING or (self.state is State.SENDING and self.frozen is None))

    @property
    def is_cleared(self) -> bool:
        """Return True if its words are no longer kept; those of one that is put back are written anew."""
        return self.cleared_at is not None and self.subject is None

    def take_back(self, why: str) -> bool:
        """Suppress the message and return True; where a sender has it, mark it to be withdrawn and return False."""
        if self.state is State.SENDING:
            self.taken_back = why
            return False
        self.state, self.detail = State.SUPPRESSED, why
        return True


# Written out, for SQLite cannot match a partial index against a bound parameter.
MOVING = Message.stage == literal_column("'moving'")  # a sender has it, or may take it
LIVING = Message.stage != literal_column("'over'")
OVER = Message.stage == literal_column("'over'")


def in_state(*states: State) -> ColumnElement[bool]:
    """Return the condition that a message is in one of these states; an index finds those that are not at their end."""
    there = Message.state.in_(states)
    stages = {STAGES[state] for state in states if state in STAGES}
    if any(state not in STAGES for state in states):
        return there
    return and_(LIVING, Message.stage.in_([literal_column(f"'{stage}'") for stage in sorted(stages)]), there)


def in_state_to(person_id: int, *states: State) -> ColumnElement[bool]:
    """Return the condition that a message to this person is in one of these states; an index finds all of them."""
    living = [state for state in states if state in STAGES]
    over = [state for state in states if state not in STAGES]
    parts = [in_state(*living)] if living else []
    parts += [and_(OVER, Message.state.in_(over))] if over else []
    return or_(*(and_(part, Message.person_id == person_id) for part in parts))


def is_current() -> ColumnElement[bool]:
    """Return the condition that a row tells an open deadline's date, as set, or as issued if its reader is outside.

    Of one that is not open only its end is told.
    """
    told = Owed.promise == case((Message.issued, Deadline.issued), else_=Deadline.promise)
    return or_(and_(Deadline.open, told), and_(~Deadline.open, is_ending()))


def is_cancellation() -> ColumnElement[bool]:
    """Return the condition that a row tells that its deadline is dropped."""
    return _has_rung(CANCELS)


def is_ending() -> ColumnElement[bool]:
    """Return the condition that a row tells how its deadline ended."""
    return or_(*map(_has_rung, ENDS))


def _has_rung(prefix: str) -> ColumnElement[bool]:
    return Owed.rung.startswith(prefix, autoescape=True)


def was_told() -> ColumnElement[bool]:
    """Return the condition that a message may have reached its reader, whatever has become of it since."""
    return or_(Message.state.in_(TOLD), Message.in_doubt)


class OwedKey(NamedTuple):
    """The key of an owed row: one for each promise of a deadline, rung, person and address."""

    deadline_id: int
    promise: int
    rung: str
    person_id: int
    address: str

    @classmethod
    def of(cls, row: Any) -> Self:
        """Return the key of a row that has at least these columns."""
        return cls(row.deadline_id, row.promise, row.rung, row.person_id, row.address)


class Owed(Base):
    """What a person is to be told about a deadline, once. Never deleted.

    A letter that leaves names all its rows. A row without a message is covered by a later one, or was taken out.
    """

    __tablename__ = "owed"
    __table_args__ = (UniqueConstraint(*OwedKey._fields),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey(Deadline.id))
    promise: Mapped[int]
    rung: Mapped[str]  # a planning.ladder.Rung, or one with its number
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    address: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    at: Mapped[datetime]
    deadline: Mapped[Deadline] = relationship(lazy="raise", init=False)


class StandingRelease(Base):
    """An officer's word that mail of a kind, for a chain, may leave to the membership without a release of its own."""

    __tablename__ = "standing_release"
    __table_args__ = (UniqueConstraint("chain", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chain: Mapped[str]
    kind: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
