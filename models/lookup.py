"""One statement on a kept connection: what a poller's request costs the store when nothing has changed."""

import sqlite3
import threading
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from planning.errors import CouncilError

PATIENCE_MILLISECONDS = 2_000  # for a writer that holds the file; then the last good bytes go out
HEAD = "SELECT max(id) FROM journal"  # every act writes a line, so this moves with whatever a feed shows
HOLDER = (
    f"SELECT id, revoked_at IS NOT NULL, ({HEAD}), person_id, selection, language "  # noqa: S608
    "FROM subscription WHERE token_hash = {mark}"
)


class StoreDown(CouncilError):
    """The store does not answer."""

    def __init__(self) -> None:
        super().__init__("the store does not answer now; what was served last is served until it does")


class Holder(NamedTuple):
    """A subscription, as its row has it."""

    id: int
    is_withdrawn: bool
    head: int  # the journal's last line
    person_id: int
    selection: str
    language: str


class Lookup:
    """Asks the store by one statement at a time; each thread keeps a connection of its own. Raises StoreDown."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own = threading.local()
        self.is_local = engine.dialect.name == "sqlite"  # a file: asking takes microseconds, and never the network
        self._holder = HOLDER.format(mark="?" if self.is_local else "%s")

    def head(self, *, patient: bool) -> int:
        """Return the number of the journal's last line; unless `patient`, at once or not at all."""
        return self._one(HEAD, patient=patient)[0] or 0

    def holder(self, token_hash: str, *, patient: bool) -> Holder | None:
        """Return whose token that is, and the journal's last line; None for a token that was never given out."""
        found = self._one(self._holder, token_hash, patient=patient)
        return Holder(*found) if found else None

    def _one(self, statement: str, *values: str, patient: bool) -> Any:
        try:
            return self._connection(patient).execute(statement, values).fetchone()
        except (sqlite3.Error, psycopg.Error, SQLAlchemyError, OSError) as why:
            self._own.__dict__.clear()
            raise StoreDown from why

    def _connection(self, patient: bool) -> Any:
        name = "patient" if patient else "quick"
        found = self._own.__dict__.get(name)
        if found is None:
            found = self._engine.raw_connection()
            found.detach()
            self._prepare(found.dbapi_connection, patient)
            self._own.__dict__[name] = found
        return found.dbapi_connection

    def _prepare(self, connection: Any, patient: bool) -> None:
        if self.is_local:
            connection.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS if patient else 0}")
            connection.execute("PRAGMA query_only=ON")
        else:
            connection.autocommit = True
