"""The circuit breaker of each server: after several faults in a row nothing is sent for a while, then one message.

The pauses are the server's; a message has retries of its own, and a server's fault does not count as one. `clock` is
the real time, by which pauses and probes are timed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.engine import changed
from models.outbox import MOVING, Message
from models.sending_state import Breaker
from notifications.channels.outcome import Outcome, Result
from planning.rule_words import count_of
from record.people.people import EMAIL
from record.sending.clocks import APART
from record.sending.retries import pause

FAULTS = 3  # in a row: one connection may break by chance
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(minutes=15)
PROBE = timedelta(minutes=15)  # a probe that nobody finishes: its sender died, and another may try
FAR_AHEAD = LONGEST_REST * 1.1 + APART  # what would rest for longer was written by a clock far ahead


@dataclass(frozen=True, slots=True)
class Shut:
    """The servers that get nothing now, and those that have rested: these get one message."""

    resting: tuple[str, ...] = ()
    rested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failing:
    """A server that failed, how often in a row, and what waits for it; without `open_until` it is not left alone."""

    carrier: str
    faults: int
    detail: str | None
    open_until: datetime | None
    waiting: int
    oldest: datetime | None

    @property
    def is_mail(self) -> bool:
        """Return True if it is the mail server, not one channel of some people."""
        return self.carrier == EMAIL

    @property
    def sentence(self) -> str:
        """Return what is wrong, and how much waits for it."""
        server = "the mail server" if self.is_mail else self.carrier
        times = "once" if self.faults == 1 else f"{self.faults} times in a row"
        wait = count_of(self.waiting, "letter waits", "letters wait")
        return f"{server} failed {times}, and {wait}: {self.detail or 'no answer'}"


def shut(session: Session, clock: datetime) -> Shut:
    """Return the servers whose breaker is open."""
    rests = {row.carrier: clock < row.open_until <= clock + FAR_AHEAD for row in session.connection().execute(_OPEN)}
    resting = tuple(carrier for carrier, rests_on in rests.items() if rests_on)
    return Shut(resting, tuple(carrier for carrier, rests_on in rests.items() if not rests_on))


_OPEN = select(Breaker.carrier, Breaker.open_until).where(Breaker.open_until.is_not(None))  # made once


def failing(session: Session, now: datetime, clock: datetime) -> list[Failing]:
    """Return the servers whose last word was a fault, while messages due at `now` wait for them, or they rest."""
    waits = and_(Message.carrier == Breaker.carrier, MOVING, Message.due_at <= now)
    query = (
        select(Breaker.carrier, Breaker.faults, Breaker.detail, Breaker.open_until, func.count(Message.id))
        .add_columns(func.min(Message.due_at))
        .outerjoin(Message, waits)
        .where(Breaker.faults > 0)
        .group_by(Breaker.carrier, Breaker.faults, Breaker.detail, Breaker.open_until)
        .order_by(Breaker.carrier)
    )
    servers = [Failing(*row) for row in session.execute(query)]
    return [each for each in servers if each.waiting or (each.open_until and each.open_until > clock)]


def take_probe(session: Session, carrier: str, clock: datetime) -> bool:
    """Return True if the one probe of a rested server is ours; no other sender has it from then on."""
    over = or_(Breaker.open_until <= clock, Breaker.open_until > clock + FAR_AHEAD)
    mine = update(Breaker).where(Breaker.carrier == carrier, over)
    return changed(session, mine.values(open_until=clock + PROBE)) > 0


def give_back(session: Session, carriers: Collection[str], taken_at: datetime) -> None:
    """Let another message be the probe of these servers, where it was taken then and came to nothing untried."""
    if carriers:
        mine = update(Breaker).where(Breaker.carrier.in_(carriers), Breaker.open_until == taken_at + PROBE)
        session.execute(mine.values(open_until=taken_at))


def note(session: Session, carrier: str, outcomes: Sequence[Outcome], *, clock: datetime) -> bool:
    """Record the outcomes of a server, oldest first, and return True if its breaker is open now."""
    run = _faults_at_the_end(outcomes)
    if not run:
        well = update(Breaker).where(Breaker.carrier == carrier, Breaker.faults > 0)
        session.execute(well.values(faults=0, open_until=None, detail=None))
        return False
    row = _lock_row(session, carrier)
    before = row.faults if run == len(outcomes) else 0
    # beyond the limit, what was under way at the same moment counts as one
    row.faults = before + run if before + run <= FAULTS else max(before + 1, FAULTS)
    row.detail = outcomes[-1].detail
    row.open_until = clock + rest(row.faults) if row.faults >= FAULTS else None
    session.flush()
    return row.open_until is not None


def rest(faults: int) -> timedelta:
    """Return how long a server is left alone: twice as long each time, a quarter of an hour at most, with jitter."""
    return pause(FIRST_REST, LONGEST_REST, faults - FAULTS + 1)


def is_fault(outcome: Outcome) -> bool:
    """Return True if it is the server's fault: it failed, is too slow, or takes messages and never answers."""
    return outcome.server_fault or outcome.is_late or outcome.result is Result.UNKNOWN


def _faults_at_the_end(outcomes: Iterable[Outcome]) -> int:
    run = 0
    for outcome in outcomes:
        run = run + 1 if is_fault(outcome) else 0
    return run


def _lock_row(session: Session, carrier: str) -> Breaker:
    """Lock the server's row until the transaction ends, and return it; it is made if there is none."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(Breaker).values(carrier=carrier, faults=0).on_conflict_do_nothing())
    query = select(Breaker).where(Breaker.carrier == carrier).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
