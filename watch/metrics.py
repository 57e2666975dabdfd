"""Measure the store for monitoring: counts and ages, in a fixed number of queries.

The figures contain no name, address or token. Finished messages are not counted one by one, so that measuring stays
cheap after ten years.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline, Promise, basis_of
from models.outbox import LIVING, MOVING, Message, State
from models.sending_state import Breaker, Hold, Sender
from models.subscriptions import Subscription
from planning.basis import Basis
from planning.chain import INVITEES
from planning.day_range import is_believed
from planning.standing import Facts, standing
from planning.zones import known_zone
from record.sending import lateness
from record.sending.lateness import Late

STANDINGS = ("proposed", "open", "due-soon", "overdue", "closed")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measured:
    """The store at an instant; ages in seconds."""

    messages: Mapping[tuple[State, str], int]  # by state and kind: those that wait, and those that need a hand
    oldest_due: float  # how long the oldest message that is due has waited to leave
    tick_ages: Mapping[str, float]  # by sender: since it last finished a round
    ticks: Mapping[str, int]
    breakers_open: int
    holds: int
    deadlines: Mapping[str, int]  # the open and dated ones, by standing
    feeds: int  # living subscriptions
    feeds_fetched: int  # of which fetched within a day
    accepted: Mapping[str, Mapping[int, Late]]  # letters by month, and by how late they were at most, in seconds


def measure(session: Session, *, now: datetime) -> Measured:
    """Return the figures at `now` (the real clock), in eight queries."""
    senders = session.execute(select(Sender.home_id, Sender.ticked_at, Sender.ticks)).all()
    oldest = session.scalar(select(func.min(Message.due_at)).where(MOVING, Message.due_at <= now))
    feeds, fetched = session.execute(
        select(func.count(), func.count().filter(Subscription.used_at >= now - DAY)).where(
            Subscription.revoked_at.is_(None)
        )
    ).one()
    return Measured(
        messages=_messages(session),
        oldest_due=(now - oldest).total_seconds() if oldest else 0.0,
        tick_ages={home: (now - at).total_seconds() for home, at, _ in senders},
        ticks={home: ticks for home, _, ticks in senders},
        breakers_open=_count(session, select(func.count()).select_from(Breaker).where(Breaker.open_until.is_not(None))),
        holds=_count(session, select(func.count()).select_from(Hold).where(Hold.lifted_at.is_(None))),
        deadlines=_deadlines(session, now),
        feeds=feeds,
        feeds_fetched=fetched,
        accepted=lateness.known(session),
    )


def _messages(session: Session) -> dict[tuple[State, str], int]:
    query = select(Message.state, Message.kind, func.count()).where(LIVING)
    return {(state, kind): count for state, kind, count in session.execute(query.group_by(Message.state, Message.kind))}


def _deadlines(session: Session, now: datetime) -> dict[str, int]:
    """Count the deadlines that are neither met nor waived by standing: those with a date that can be reckoned."""
    last = select(func.max(Promise.id)).where(Promise.deadline_id == Deadline.id).correlate(Deadline).scalar_subquery()
    query = (
        select(Cycle.zone, Deadline.by, Promise.due_on, Promise.closes_at, basis_of(Promise))
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .join(Promise, Promise.id == last)
        .where(Deadline.open, Cycle.opened_at <= now, Promise.due_on.is_not(None), Promise.closes_at.is_not(None))
    )
    counts = Counter(
        str(standing(Facts(row.due_on, row.closes_at, row.basis, row.by in INVITEES), now))
        for row in session.execute(query)
        if row.basis is not Basis.AWAITED and is_believed(row.due_on) and known_zone(row.zone)
    )
    return {word: counts[word] for word in STANDINGS}


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
