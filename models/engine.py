"""Engines and sessions, with the settings under which nothing is lost (measured in docs/operations.md).

On SQLite a writer begins IMMEDIATE and a reader DEFERRED and query-only: the driver's default lost updates silently,
and a DEFERRED writer fails in spite of its busy time-out.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, UpdateBase, create_engine, event, make_url
from sqlalchemy.orm import Session

from models.postgresql_limits import ACTS, PREVIEWS, Limits
from planning.errors import CouncilError

WAL_IS_SAFE_FROM = (3, 51, 3)  # below it a WAL reset can corrupt the file
BUSY_MILLISECONDS = 15_000


class BadDatabaseUrl(CouncilError):
    """COUNCIL_DATABASE_URL names no database that we keep a store in."""

    def __init__(self, why: str = "") -> None:
        wanted = "COUNCIL_DATABASE_URL must be sqlite:///FILE or postgresql://USER@HOST/NAME"
        super().__init__(f"{wanted}: {why}" if why else wanted)


def make_engine(url: str, limits: Limits = ACTS) -> Engine:
    """Return an engine for a SQLite file or a PostgreSQL database (through psycopg 3). Raises BadDatabaseUrl.

    On PostgreSQL no wait is longer than its limit; what SQLite waits is its busy time-out.
    """
    try:
        parsed = make_url(url)
    except Exception as why:
        raise BadDatabaseUrl from why
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):  # in memory nothing would be kept
        return _sqlite(
            create_engine(parsed), BUSY_MILLISECONDS if limits is not PREVIEWS else round(limits.lock * 1000)
        )
    if backend in ("postgresql", "postgres"):
        from models.store_timeout import bound  # brings the driver, which nobody on SQLite pays for

        return bound(create_engine(parsed.set(drivername="postgresql+psycopg")), limits)
    raise BadDatabaseUrl


def _sqlite(engine: Engine, patience: int) -> Engine:
    if "timeout" not in engine.url.query:  # in seconds: a wait that the address itself gives outranks ours
        event.listen(engine, "connect", partial(_be_patient, patience))
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _be_patient(milliseconds: int, connection: sqlite3.Connection, record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={milliseconds}")


def _on_connect(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "TRUNCATE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    driver = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    if connection.get_execution_options().get("council_reading", False):
        driver.execute("PRAGMA query_only=ON")  # neither looks at the file: they cannot fail, and cost a tenth so
        driver.execute("BEGIN DEFERRED")
    else:
        driver.execute("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def changed(session: Session, statement: UpdateBase) -> int:
    """Run an UPDATE or a DELETE, and return how many rows it met."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount  # typed as a Result, which need not count


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Yield a session in one transaction: committed at the end, rolled back when anything is raised."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a short session that cannot write; close it before rendering or sending."""
    with (
        engine.connect().execution_options(council_reading=True) as connection,
        Session(connection, expire_on_commit=False, autoflush=False) as session,
    ):
        yield session
