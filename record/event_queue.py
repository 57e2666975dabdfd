"""The queue of events: one relay at a time takes them, in the order of their acts, and marks them once emitted."""

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
    """Return how many events wait and since when, including those that a relay has taken and not finished."""
    return Backlog(*session.execute(select(func.count(), func.min(Event.at)).where(*_waits(clock))).one())


def is_waiting(session: Session, *, clock: datetime) -> bool:
    """Return True if anything waits: one look into an index that holds only what does."""
    return session.scalar(select(Event.id).where(*_waits(clock)).limit(1)) is not None


def claim(session: Session, *, clock: datetime) -> Sequence[Event]:
    """Lease the oldest waiting events to the caller, and return them; none while another relay has the oldest ones.

    Two relays lock the same rows in the same order: the second one waits, and then sees the lease of the first.
    """
    query = select(Event).where(*_waits(clock)).order_by(Event.id).limit(BATCH).with_for_update()
    events = session.scalars(query).all()
    if any(event.leased_until and event.leased_until > clock for event in events):
        return []
    for event in events:
        event.leased_until = clock + LEASE
    return events


def give_back(session: Session, events: Sequence[Event]) -> None:
    """Put events that could not be emitted back into the queue."""
    session.execute(update(Event).where(_among(events)).values(leased_until=None))


def finish(session: Session, events: Sequence[Event], *, clock: datetime) -> None:
    """Mark the events as emitted."""
    session.execute(update(Event).where(_among(events)).values(emitted_at=clock, leased_until=None))


def prune(session: Session, *, clock: datetime) -> None:
    """Delete events that are too old to matter, so that the table does not grow where no relay runs."""
    session.execute(delete(Event).where(Event.at < clock - KEPT))


def _waits(clock: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Event.emitted_at.is_(None), Event.at > clock - STALE


def _among(events: Sequence[Event]) -> ColumnElement[bool]:
    return Event.id.in_([event.id for event in events])
