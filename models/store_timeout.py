"""Time-outs for a store that stops answering: we end the wait ourselves, since nobody else can.

A server that is stopped, or behind a wall that swallows packets, acknowledges or drops what we send and says nothing:
neither its own time-outs nor the network's ever fire.
"""

import select
import time
from functools import partial
from typing import Any

import psycopg
from psycopg import pq
from psycopg.abc import RV, PQGen
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from models import odd_loaders
from models.postgresql_limits import PAGES, Limits

TRUSTED = 1.0  # seconds after its last use for which a connection is taken to live, unless its server says something
USED_AT = "used_at"  # in what the pool notes of a connection, on the monotonic clock


class Impatient(psycopg.Connection[Any]):
    """A connection that closes when an answer takes longer than its limit in seconds; 0 means no limit."""

    answer_within = 0.0

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Return what the server answers. Raises psycopg.OperationalError when it does not."""
        try:
            return super().wait(gen, interval, timeout or self.answer_within or None)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()  # it owes an answer still: what is asked next must not wait for that
            raise


def bound(engine: Engine, limits: Limits) -> Engine:
    """Return the engine of a PostgreSQL, whose connections wait no longer than these limits."""
    event.listen(engine, "do_connect", partial(_connect, limits))
    event.listen(engine, "after_cursor_execute", _watch_again)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_ask_whether_it_lives, engine.dialect))
    return engine


def _note_use(connection: Any, record: Any) -> None:
    record.info[USED_AT] = time.monotonic()


def _ask_whether_it_lives(dialect: Any, connection: Any, record: Any, proxy: Any) -> None:
    """Return nothing for a connection of the pool that can be used; one that was just made, or used, is not asked.

    Raises InvalidatePoolError where its server has ended it: the pool then makes new ones.
    """
    used_at = record.info.get(USED_AT)
    try:
        if used_at is not None and (time.monotonic() - used_at > TRUSTED or _has_spoken(connection)):
            dialect.do_ping(connection)
    except psycopg.Error as why:
        raise InvalidatePoolError from why


def _has_spoken(connection: Any) -> bool:
    """Return True if the server has said something unasked, or hung up: it does both when it ends a session."""
    ear = select.poll()
    ear.register(connection.fileno(), select.POLLIN)
    return bool(ear.poll(0))


def _watch_again(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    """Have the server count our silence again, after a statement for many rows.

    psycopg sends these as a pipeline, after whose end PostgreSQL (18.6) does not ask how long a transaction is idle.
    """
    if executemany:
        cursor.connection.execute("SELECT 1")


def connected(engine: Engine, answer_within: float) -> Impatient:
    """Return a connection of the caller's own to that PostgreSQL. Raises psycopg.OperationalError."""
    arguments, settings = engine.dialect.create_connect_args(engine.url)
    connection = _connect(PAGES, engine.dialect, None, [*arguments], dict(settings))
    connection.autocommit, connection.answer_within = True, answer_within
    return connection


def _connect(limits: Limits, dialect: Any, record: Any, arguments: list[Any], settings: dict[str, Any]) -> Impatient:
    ours = limits.settings()
    if "options" in settings:
        settings["options"] = f"{ours['options']} {settings['options']}"  # of two values the last one counts
    connection = Impatient.connect(*arguments, **(ours | settings))
    connection.answer_within = limits.answer
    odd_loaders.register(connection)
    return connection
