"""One statement on a kept connection: what a poller's request costs the store when nothing has changed."""

import os
import sqlite3
import threading
import time
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models.engine import WAL_IS_SAFE_FROM
from models.store_timeout import connected
from planning.errors import CouncilError

PATIENCE = 2.0  # seconds, for a writer that holds the file or a server that is silent; then the last good bytes go out
REST = 5.0  # seconds in which a store that was silent is not asked again: nobody else waits for the same silence
WRITES_BESIDE = sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM  # then our stores are in WAL mode
SETTLED = 50_000_000  # nanoseconds; a file system's clock ticks each 10 ms at the least
HEAD = "SELECT max(id) FROM journal"  # every act writes a line, so this moves with whatever a feed shows
HOLDER = (
    f"SELECT id, revoked_at IS NOT NULL, ({HEAD}), person_id, selection, language "  # noqa: S608  HEAD is ours
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
    """Asks the store by one statement at a time; each thread keeps a connection of its own. Raises StoreDown.

    Nobody waits longer than it takes to connect and to ask; while the store is known to be silent, nobody waits at all.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own = threading.local()
        self._asked_again_at = 0.0  # on the monotonic clock
        self.is_local = engine.dialect.name == "sqlite"  # a file: asking takes microseconds, and never the network
        self._holder = HOLDER.format(mark="?" if self.is_local else "%s")
        self._shows_writes = self.is_local and not WRITES_BESIDE  # in WAL mode a commit leaves the file alone
        self._path = str(engine.url.database)
        self._seen: tuple[tuple[int, ...], int] | None = None  # a file as it was, and its journal's last line then

    def head(self, *, patient: bool) -> int:
        """Return the number of the journal's last line; unless `patient`, at once or not at all.

        A file that nobody has written to since is not asked again.
        """
        before = self._file() if self._shows_writes else None
        if self._seen is not None and self._seen[0] == before:
            return self._seen[1]
        asked_at = time.time_ns()
        head: int = self._one(HEAD, patient=patient)[0] or 0
        # who writes within the same tick of the clock leaves no trace in the file's instant
        self._seen = (before, head) if before and asked_at > before[-1] + SETTLED else None
        return head

    def _file(self) -> tuple[int, ...] | None:
        """Return what tells that the file was written to, its last instant at the end; None when there is no file."""
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns

    def holder(self, token_hash: str, *, patient: bool) -> Holder | None:
        """Return whose token that is, and the journal's last line; None for a token that was never given out."""
        row = self._one(self._holder, token_hash, patient=patient)
        return Holder(*row) if row else None

    def _one(self, statement: str, *values: str, patient: bool) -> Any:
        self._wait_for_others(patient)
        kept, asked_at = bool(self._own.__dict__), time.monotonic()
        try:
            row = self._connection(patient).execute(statement, values).fetchone()
        except (sqlite3.Error, psycopg.Error, SQLAlchemyError, OSError) as why:
            self._own.__dict__.clear()
            if kept and not self.is_local and time.monotonic() < asked_at + PATIENCE / 2:
                return self._one(statement, *values, patient=patient)  # cut off, not silent: perhaps it was restarted
            if patient:
                self._asked_again_at = time.monotonic() + REST
            raise StoreDown from why
        self._asked_again_at = 0.0
        return row

    def _wait_for_others(self, patient: bool) -> None:
        """Raise StoreDown while the store is known to be silent; after the rest one asks for all."""
        now = time.monotonic()
        if now < self._asked_again_at:
            raise StoreDown
        if self._asked_again_at and patient:
            self._asked_again_at = now + REST

    def _connection(self, patient: bool) -> Any:
        """Return this thread's own connection, which no pool tests first: that would be a second wait."""
        if not self.is_local:
            if "server" not in self._own.__dict__:
                self._own.server = connected(self._engine, PATIENCE)
            return self._own.server
        name = "patient" if patient else "quick"
        if name not in self._own.__dict__:
            self._own.__dict__[name] = self._open_reader(PATIENCE if patient else 0.0)
        return self._own.__dict__[name]

    def _open_reader(self, patience: float) -> sqlite3.Connection:
        """Return a connection that only reads. It sets nothing about the file, for that waits for whoever writes."""
        place = f"file:{quote(self._path)}?mode=rw"  # never made; rw, for what a crash left behind is undone
        reader = sqlite3.connect(place, timeout=patience, isolation_level=None, check_same_thread=False, uri=True)
        reader.execute("PRAGMA query_only=ON")
        return reader
