"""Connections to the mail server, of which all senders together may have so many: each is held by a lease.

Where no limit is set, each process has its own, and nothing is asked or written here. The lease outlasts a mail, which
takes two minutes at most; what a process held that was killed is free again after it. `clock` is the real time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.engine import writing
from models.sending_state import Connection
from record.sending.clocks import APART
from record.sending.retries import until_committed

LEASE = timedelta(minutes=4)
RENEWED_AFTER = timedelta(seconds=30)


@dataclass
class Held:
    """How many connections a sender holds, under which token; without a token they are not counted."""

    count: int
    token: str = ""
    until: datetime | None = None

    def renew(self, session: Session, clock: datetime) -> bool:
        """Return True if they are still held, and renew the lease in time; False once another sender took one."""
        if self.until is None or clock < self.until - LEASE + RENEWED_AFTER:
            return True
        kept = update(Connection).where(Connection.token == self.token).values(held_until=clock + LEASE)
        self.until = clock + LEASE
        return len(session.scalars(kept.returning(Connection.number)).all()) == self.count


@contextmanager
def held(engine: Engine, limit: int | None, wanted: int, clock: Callable[[], datetime]) -> Iterator[Held]:
    """Yield as many connections as are wanted and free, given back at the end; without a limit, those wanted."""
    if limit is None:
        yield Held(wanted)
        return
    token = str(uuid4())
    own = until_committed(engine, lambda session: _take(session, token, limit, wanted, clock()))
    try:
        yield own
    finally:
        with suppress(SQLAlchemyError), writing(engine) as session:  # else they are free after the lease
            _give_back(session, token)


def _take(session: Session, token: str, limit: int, wanted: int, clock: datetime) -> Held:
    """Take free ones; two senders at once take different ones. Done again, it takes those that it has."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    if (session.scalar(select(func.count()).select_from(Connection)) or 0) < limit:
        numbers = [{"number": number} for number in range(1, limit + 1)]
        session.execute(dialect.insert(Connection).on_conflict_do_nothing(), numbers)
    until = Connection.held_until
    is_free = or_(until.is_(None), until <= clock, until > clock + LEASE + APART, Connection.token == token)
    free = select(Connection.number).where(Connection.number <= limit, is_free).order_by(Connection.number)
    taken = session.scalars(free.limit(wanted).with_for_update(skip_locked=True)).all()
    ours = update(Connection).where(Connection.number.in_(taken))
    session.execute(ours.values(token=token, held_until=clock + LEASE))
    return Held(len(taken), token, clock + LEASE)


def _give_back(session: Session, token: str) -> None:
    session.execute(update(Connection).where(Connection.token == token).values(token=None, held_until=None))
