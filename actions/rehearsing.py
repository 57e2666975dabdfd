"""Rehearsing: a copy of the store in a scratch place, and its rounds run through a period, for who would hear what.

The real store is never filled with a rehearsal, and the environment's mail server is never used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from actions import outbox, rounds
from actions.settings import Settings
from models import schema
from models.base import Base
from models.deadlines import Deadline
from models.engine import make_engine, reading, writing
from models.outbox import Message, State
from models.people import Person
from planning.errors import CouncilError


class EmptyPeriod(CouncilError):
    """A rehearsal from a day to a day before it."""

    def __init__(self) -> None:
        super().__init__("the period ends before it begins; give --from and --to in order")


@dataclass(frozen=True, slots=True)
class Told:
    """One message that the rehearsal sent."""

    at: datetime
    person: str
    address: str
    subject: str
    released: bool  # an officer would have had to release it


def scratch_copy(source: Engine, folder: Path) -> Engine:
    """Return a SQLite store in `folder` with every row of the source."""
    target = make_engine(f"sqlite:///{folder / 'rehearsal.db'}")
    with reading(source) as session:
        store = session.execute(select(Base.metadata.tables["store"])).one()
        schema.upgrade(target, uid_host=store.uid_host, now=store.created_at)
        with target.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in Base.metadata.sorted_tables:
                connection.execute(table.delete())
                rows = [dict(row._mapping) for row in session.execute(select(table))]
                if rows:
                    connection.execute(insert(table), rows)
    return target


def rehearse(engine: Engine, settings: Settings, *, start: datetime, end: datetime) -> Iterator[Told]:
    """Yield every message of the period, in time, as the planner and the sender of the real rounds make them.

    What waits for an officer is released as soon as it is planned, and marked. Raises EmptyPeriod.
    """
    if end < start:
        raise EmptyPeriod
    now: datetime | None = start
    while now is not None and now <= end:
        yield from _turn(engine, settings, now)
        now = next_moment(engine, now)


def _turn(engine: Engine, settings: Settings, now: datetime) -> Iterator[Told]:
    rounds.run_round(engine, settings, now=now, clock=lambda: now)  # leases live in the rehearsal's own time
    with writing(engine) as session:
        held = outbox.held(session)
        if held:
            outbox.release(session, held, anyway=True, now=now, by="rehearsal")
    rounds.run_round(engine, settings, now=now, clock=lambda: now)
    yield from _sent_at(engine, now)


def _sent_at(engine: Engine, now: datetime) -> list[Told]:
    with reading(engine) as session:
        rows = session.scalars(
            select(Message).where(Message.state == State.SENT, Message.sent_at == now).order_by(Message.id)
        ).all()
        people = {row.id: row.name for row in session.scalars(select(Person))}
    return [
        Told(now, people[row.person_id], row.address, row.subject or "", row.released_by is not None) for row in rows
    ]


def next_moment(engine: Engine, now: datetime) -> datetime | None:
    """Return the next instant at which something comes: a deadline to look at, or a message that waits."""
    waiting = Message.state.in_((State.QUEUED, State.RETRY, State.UNKNOWN))
    with reading(engine) as session:
        look = session.scalar(select(func.min(Deadline.look_at)).where(Deadline.open, Deadline.look_at > now))
        due = session.scalar(select(func.min(Message.due_at)).where(waiting, Message.due_at > now))
        retry = session.scalar(select(func.min(Message.retry_at)).where(waiting, Message.retry_at > now))
    return min((found for found in (look, due, retry) if found), default=None)


def with_sink(settings: Settings, url: str) -> Settings:
    """Return the settings with mail going to the rehearsal's own sink, whatever the environment says."""
    return replace(settings, mail_url=url)
