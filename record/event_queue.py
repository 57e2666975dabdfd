"""The events that wait for a relay: taken by one relay at a time, in the order of their acts, marked once emitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from models.events import Event

BATCH = 100
LEASE = timedelta(minutes=2)  # how long a relay may take for a batch; then another one emits it, under the same ids
STALE = timedelta(hours=24)  # whatever an event of so long ago was to wake has run by its schedule since
KEPT = timedelta(days=30)  # an event, emitted or not: the journal keeps the act


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events wait for a relay, and since when the oldest of them does."""

    count: int
    since: datetime | None


def backlog(session: Session, *, clock: datetime) -> Backlog:
    """Return what waits, whether or not a relay has it."""
    return Backlog(*session.execute(select(func.count(), func.min(Event.at)).where(*_waits(clock))).one())


def is_waiting(session: Session, *, clock: datetime) -> bool:
    """Whether anything waits: one look into an index that holds only what does."""
    return session.scalar(select(Event.id).where(*_waits(clock)).limit(1)) is not None


def claim(session: Session, *, clock: datetime) -> Sequence[Event]:
    """Return the oldest events that wait, leased to the caller; none while another relay has the oldest ones.

    Two relays at once lock the same rows in the same order: the second waits, and then finds the lease of the first.
    """
    query = select(Event).where(*_waits(clock)).order_by(Event.id).limit(BATCH).with_for_update()
    events = session.scalars(query).all()
    if any(event.leased_until and event.leased_until > clock for event in events):
        return []
    for event in events:
        event.leased_until = clock + LEASE
    return events


def give_back(session: Session, events: Sequence[Event]) -> None:
    """Let the events wait again: they could not be emitted."""
    session.execute(update(Event).where(_among(events)).values(leased_until=None))


def finish(session: Session, events: Sequence[Event], *, clock: datetime) -> None:
    """Mark the events as emitted."""
    session.execute(update(Event).where(_among(events)).values(emitted_at=clock, leased_until=None))


def prune(session: Session, *, clock: datetime) -> None:
    """Delete what is older than it is kept for, so that the table does not grow where no relay runs either."""
    session.execute(delete(Event).where(Event.at < clock - KEPT))


def _waits(clock: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Event.emitted_at.is_(None), Event.at > clock - STALE


def _among(events: Sequence[Event]) -> ColumnElement[bool]:
    return Event.id.in_([event.id for event in events])
