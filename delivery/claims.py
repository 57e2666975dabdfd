"""Claim messages: each has a lease, and a token that rejects late writes, so that one sender at a time owns it.

Leases and retries use the real clock; whether a message is due depends on the clock of the round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import BindParameter, ColumnElement, Select, Update, and_, bindparam, func, not_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from letters.ledger import BATCH
from models.base import UtcDateTime
from models.deadlines import Deadline
from models.outbox import MOVING, TO_ALL, Message, Owed, State, is_current
from models.sending_state import Hold
from record.sending import circuit_breakers
from record.sending.clocks import APART

LEASE = timedelta(minutes=15)
MARGIN = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)  # after a temporary refusal, without jitter
NO_LONGER_SO = "what it was to tell is no longer so"
OUT_OF_HOURS = "waits for the reader's working day"
PARTLY_SO = "a part of what it was to tell is no longer so: it is worded anew"

_UNCLAIMED: dict[str, object] = {"state": State.QUEUED, "lease_until": None, "retry_at": None, "token": None}
Statements = Mapping[str, Update]  # by the name of the database


class Claimed(NamedTuple):
    """A message that we own while its row has this token."""

    id: int
    token: str


def claim(session: Session, *, now: datetime, clock: datetime, limit: int = BATCH) -> list[Claimed]:
    """Claim and return messages that are due at `now` and free at `clock` (the real one).

    It claims none for a server that rests after faults, and one for each server whose rest has ended.
    """
    session.flush()  # what follows asks the connection
    servers = circuit_breakers.shut(session, clock)
    taken = _take(session, _ALL, now, clock, limit, shut=servers.resting + servers.rested)
    for carrier in servers.rested:
        probe = _take(session, _OF_ONE, now, clock, 1, rested=carrier)
        if probe and not circuit_breakers.take_probe(session, carrier, clock):
            # another sender tries it now
            back = update(Message).where(Message.id.in_([message.id for message in probe]))
            session.execute(back.values(**_UNCLAIMED, tries=Message.tries - 1))
            continue
        taken += probe
    return taken


def _take(
    session: Session, which: Statements, now: datetime, clock: datetime, limit: int, **only: object
) -> list[Claimed]:
    """Claim up to `limit` messages in one statement; on PostgreSQL, senders take different ones without waiting."""
    token, until, paused = str(uuid4()), clock + LEASE, clock + LONGEST_PAUSE * 1.1
    asked = {"now": now, "clock": clock, "limit": limit, "claimed": token, "until": until, **only}
    asked |= {"leased": until + APART, "paused": paused + APART}
    taken = session.connection().execute(which[session.get_bind().dialect.name], asked).scalars().all()
    return [Claimed(number, token) for number in taken]


def _taking(only: ColumnElement[bool]) -> Statements:
    """Return the claiming statement for each database, in the form in which it finds the rows fastest."""
    moment = partial(bindparam, type_=UtcDateTime)
    free = or_(
        Message.state == State.QUEUED,
        and_(Message.state.in_((State.RETRY, State.UNKNOWN)), _is_over(Message.retry_at, moment("paused"))),
        and_(Message.state == State.SENDING, _is_over(Message.lease_until, moment("leased"))),
    )
    due = select(Message.id).where(MOVING, Message.due_at <= moment("now"), free, only)
    due = due.order_by(Message.due_at, Message.id).limit(bindparam("limit")).with_for_update(skip_locked=True)
    take = update(Message).values(
        state=State.SENDING,
        token=bindparam("claimed"),
        lease_until=moment("until"),
        tries=Message.tries + 1,
        # the former owner may have died after the server accepted it, once it had its words
        in_doubt=or_(Message.in_doubt, and_(Message.state == State.SENDING, Message.frozen.is_not(None))),
    )
    numbers = func.array(due.correlate(None).scalar_subquery())
    return {
        "sqlite": take.where(Message.id.in_(due)).returning(Message.id),
        # an array, or the planner reads the whole of a store of middling size
        "postgresql": take.where(Message.id == func.any(numbers)).returning(Message.id),
    }


def _is_over(until: InstrumentedAttribute[datetime | None], longest: BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a lease or pause is over; one beyond the longest came from a clock far ahead."""
    return or_(until <= bindparam("clock", type_=UtcDateTime), until > longest)


# Built once: a quiet round does little else.
_ALL = _taking(Message.carrier.not_in(bindparam("shut", expanding=True)))
_OF_ONE = _taking(Message.carrier == bindparam("rested"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Which messages may be sent at this moment, which are no longer true, and whether all sending is held."""

    true: frozenset[int] = frozenset()
    untrue: frozenset[int] = frozenset()
    partly: frozenset[int] = frozenset()  # a part is no longer so: to be worded anew without it
    held: bool = False


def standing(session: Session, messages: Sequence[Message], clock: datetime) -> Standing:
    """Return which messages we own for at least another minute, split into true and untrue ones, in one query.

    A message in neither set belongs to another sender, or is about to.
    """
    if not messages:
        return Standing()
    tokens = {message.id: message.token for message in messages}
    asked = {"ids": list(tokens), "least": clock + MARGIN}
    rows = [row for row in session.connection().execute(_STANDING, asked) if row.token == tokens[row.id]]
    return Standing(
        frozenset(row.id for row in rows if row.so and not row.partly),
        frozenset(row.id for row in rows if not row.so),
        frozenset(row.id for row in rows if row.so and row.partly),
        any(row.held for row in rows),
    )


def is_so() -> ColumnElement[bool]:
    """Return the condition that a message is still true: not taken back, and it names no deadline or a current one.

    A deadline is current while it is open and its date, as set or as issued, is the one of the message.
    """
    rows = select(Owed.id).where(Owed.message_id == Message.id)
    holds = or_(_rows_that_are(is_current()).exists(), ~rows.exists())
    return and_(Message.taken_back.is_(None), holds)


def is_partly_so() -> ColumnElement[bool]:
    """Return the condition that some of a message is no longer true; a copy of what may have arrived stays whole."""
    return and_(~Message.in_doubt, _rows_that_are(not_(is_current())).exists())


def _rows_that_are(which: ColumnElement[bool]) -> Select[int]:
    rows = select(Owed.id).join(Deadline, Deadline.id == Owed.deadline_id)
    return rows.where(Owed.message_id == Message.id, which)


# Built once: a round runs it for every few messages.
_STANDING = select(
    Message.id,
    Message.token,
    is_so().label("so"),
    is_partly_so().label("partly"),
    select(Hold.id).where(Hold.lifted_at.is_(None), Hold.home_id.is_(None)).exists().label("held"),
).where(
    Message.id.in_(bindparam("ids", expanding=True)),
    Message.state == State.SENDING,
    Message.lease_until > bindparam("least", type_=UtcDateTime),
)


def mine(message: Message) -> Update:
    """Return an UPDATE of the message that changes no row once another sender owns it."""
    return update(Message).where(
        Message.id == message.id, Message.token == message.token, Message.state == State.SENDING
    )


def withdraw(session: Session, messages: Iterable[Message]) -> None:
    """Suppress messages that we own: they are no longer true, or were taken back."""
    why = func.coalesce(Message.taken_back, NO_LONGER_SO)
    for message in messages:
        session.execute(mine(message).values(state=State.SUPPRESSED, lease_until=None, detail=why))


def word_anew(session: Session, messages: Iterable[Message]) -> None:
    """Return messages of which a part is no longer true to the queue, to be worded without it."""
    for message in messages:
        session.execute(mine(message).values(**_UNCLAIMED, tries=Message.tries - 1, frozen=None, detail=PARTLY_SO))


def put_back(session: Session, messages: Iterable[Message], *, why: str) -> None:
    """Return messages that we own to the queue, as if never claimed."""
    for message in messages:
        session.execute(mine(message).values(**_UNCLAIMED, tries=Message.tries - 1, detail=why))


def put_off(session: Session, message: Message, wait: timedelta, why: str, *, now: datetime, clock: datetime) -> None:
    """Return a message that we own to the queue for this long: until its hours of mail, or the end of a session.

    An opening is tried again then, or looked at before, for it stays due at the one instant of all its letters.
    """
    later: dict[str, object] = {"due_at": now + wait}
    if not TO_ALL.isdisjoint(owed.rung for owed in message.owed):
        later = {"state": State.RETRY, "retry_at": clock + min(wait, LONGEST_PAUSE)}
    session.execute(mine(message).values(**_UNCLAIMED | later, tries=Message.tries - 1, detail=why))
