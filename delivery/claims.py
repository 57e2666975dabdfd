"""CLAIM: a message belongs to one sender at a time, by a lease and a token that fences late ones.

Leases and retries always use the real clock; whether a message is due is a question to the clock of the round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import BindParameter, ColumnElement, Update, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from letters.ledger import BATCH
from models.base import UtcDateTime
from models.deadlines import Deadline
from models.outbox import MOVING, Message, Owed, State
from models.sending_state import Hold
from record.sending import circuit_breakers
from record.sending.clocks import APART

LEASE = timedelta(minutes=15)
MARGIN = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)  # of a message that was refused for now, but for some jitter
NO_LONGER_SO = "what it was to tell is no longer so"

_UNCLAIMED: dict[str, object] = {"state": State.QUEUED, "lease_until": None, "retry_at": None, "token": None}
Statements = Mapping[str, Update]  # by the name of the database


class Claimed(NamedTuple):
    """A message that is ours as long as it bears this token."""

    id: int
    token: str


def claim(session: Session, *, now: datetime, clock: datetime, limit: int = BATCH) -> list[Claimed]:
    """Return the messages that are now ours: due at `now`, and free at `clock` (the real one).

    Nothing is taken for a server that rests after its faults, and one message for each that has rested.
    """
    session.flush()  # what follows asks the connection
    servers = circuit_breakers.shut(session, clock)
    taken = _take(session, _ALL, now, clock, limit, shut=servers.resting + servers.rested)
    for carrier in servers.rested:
        probe = _take(session, _OF_ONE, now, clock, 1, rested=carrier)
        if probe and not circuit_breakers.take_probe(session, carrier, clock):
            back = update(Message).where(
                Message.id.in_([message.id for message in probe])
            )  # another sender tries it now
            session.execute(back.values(**_UNCLAIMED, tries=Message.tries - 1))
            continue
        taken += probe
    return taken


def _take(
    session: Session, which: Statements, now: datetime, clock: datetime, limit: int, **only: object
) -> list[Claimed]:
    """Take up to so many in one statement; on PostgreSQL several senders take different ones, none waits."""
    token, until, paused = str(uuid4()), clock + LEASE, clock + LONGEST_PAUSE * 1.1
    asked = {"now": now, "clock": clock, "limit": limit, "claimed": token, "until": until, **only}
    asked |= {"leased": until + APART, "paused": paused + APART}
    taken = session.connection().execute(which[session.get_bind().dialect.name], asked).scalars().all()
    return [Claimed(number, token) for number in taken]


def _taking(only: ColumnElement[bool]) -> Statements:
    """Return the statement that takes what is due and free, as each database finds rows by number the soonest."""
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
        # whoever held it before may have died after the server had taken it
        in_doubt=or_(Message.in_doubt, Message.state == State.SENDING),
    )
    numbers = func.array(due.correlate(None).scalar_subquery())
    return {
        "sqlite": take.where(Message.id.in_(due)).returning(Message.id),
        # an array, or the planner reads the whole of a store of middling size
        "postgresql": take.where(Message.id == func.any(numbers)).returning(Message.id),
    }


def _is_over(until: InstrumentedAttribute[datetime | None], longest: BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a lease or a pause is over; one that would last longer than any was written by a clock far ahead."""
    return or_(until <= bindparam("clock", type_=UtcDateTime), until > longest)


# Made once, for a quiet round is made of little else.
_ALL = _taking(Message.carrier.not_in(bindparam("shut", expanding=True)))
_OF_ONE = _taking(Message.carrier == bindparam("rested"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be sent at this moment: these messages; these are no longer so; and whether everything is held."""

    true: frozenset[int] = frozenset()
    untrue: frozenset[int] = frozenset()
    held: bool = False


def standing(session: Session, messages: Sequence[Message], clock: datetime) -> Standing:
    """Return which of the messages are ours, with a minute of their lease left, and which of those are still true.

    What is in neither set has gone to another sender, or is about to. One query.
    """
    if not messages:
        return Standing()
    tokens = {message.id: message.token for message in messages}
    asked = {"ids": list(tokens), "least": clock + MARGIN}
    rows = [row for row in session.connection().execute(_STANDING, asked) if row.token == tokens[row.id]]
    return Standing(
        frozenset(row.id for row in rows if row.so),
        frozenset(row.id for row in rows if not row.so),
        any(row.held for row in rows),
    )


def is_so() -> ColumnElement[bool]:
    """Whether nobody took a message back, and some deadline of it is open, promised as when this was owed.

    Or it tells of no deadline at all.
    """
    rows = select(Owed.id).where(Owed.message_id == Message.id)
    true = rows.join(Deadline, Deadline.id == Owed.deadline_id)
    holds = or_(true.where(Deadline.open, Deadline.promise == Owed.promise).exists(), ~rows.exists())
    return and_(Message.taken_back.is_(None), holds)


# Made once: a round asks it for every few messages.
_STANDING = select(
    Message.id,
    Message.token,
    is_so().label("so"),
    select(Hold.id).where(Hold.lifted_at.is_(None), Hold.home_id.is_(None)).exists().label("held"),
).where(
    Message.id.in_(bindparam("ids", expanding=True)),
    Message.state == State.SENDING,
    Message.lease_until > bindparam("least", type_=UtcDateTime),
)


def mine(message: Message) -> Update:
    """Return an update of the message that changes nothing once another sender has it."""
    return update(Message).where(
        Message.id == message.id, Message.token == message.token, Message.state == State.SENDING
    )


def withdraw(session: Session, messages: Iterable[Message]) -> None:
    """Take messages of ours out for good: what they were to tell is no longer so, or they were taken back."""
    why = func.coalesce(Message.taken_back, NO_LONGER_SO)
    for message in messages:
        session.execute(mine(message).values(state=State.SUPPRESSED, lease_until=None, detail=why))


def put_back(session: Session, messages: Iterable[Message], *, why: str, due_at: datetime | None = None) -> None:
    """Give messages of ours back unsent, as if they had not been claimed; to be claimed from `due_at` on, if given."""
    later: dict[str, object] = {} if due_at is None else {"due_at": due_at}
    for message in messages:
        session.execute(mine(message).values(**_UNCLAIMED, **later, tries=Message.tries - 1, detail=why))
