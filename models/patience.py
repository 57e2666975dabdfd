"""A store that stops answering: the wait for it ends on our side, for nobody else can end it.

A server that is stopped, or behind a wall that swallows packets, acknowledges or drops what we send and says nothing:
neither its own time-outs nor the network's ever fire.
"""

from typing import Any

import psycopg
from psycopg import pq
from psycopg.abc import RV, PQGen
from sqlalchemy import Engine, event

CONNECT_WITHIN = 2  # seconds; the least that libpq takes
ANSWER_WITHIN = 10.0  # seconds for one statement, from a process whose readers wait


class Impatient(psycopg.Connection[Any]):
    """A connection that waits so long for each answer, and hangs up when there is none."""

    answer_within = ANSWER_WITHIN

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Return what the server answers. Raises psycopg.OperationalError when it does not."""
        try:
            return super().wait(gen, interval, timeout or self.answer_within)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()  # it owes an answer still: what is asked next must not wait for that
            raise


def bound(engine: Engine) -> Engine:
    """Return the engine, whose connections from now on wait no longer than that; a SQLite file has its busy time-out.

    For processes that hand out what they have when the store is silent. An act on the command line waits for its turn.
    """
    if engine.dialect.name == "postgresql":
        engine.dispose()
        event.listen(engine, "do_connect", _connect)
    return engine


def connected(engine: Engine, answer_within: float) -> Impatient:
    """Return a connection of the caller's own to that PostgreSQL. Raises psycopg.OperationalError."""
    arguments, settings = engine.dialect.create_connect_args(engine.url)
    found = _connect(engine.dialect, None, [*arguments], dict(settings))
    found.autocommit, found.answer_within = True, answer_within
    return found


def _connect(dialect: Any, record: Any, arguments: list[Any], settings: dict[str, Any]) -> Impatient:
    settings.setdefault("connect_timeout", CONNECT_WITHIN)
    return Impatient.connect(*arguments, **settings)
