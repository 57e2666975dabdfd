"""Find who blocks acts and rounds: a session of the database server, or a process that writes to the file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from watch.finding import Check, fail, ok, warn

LONG = timedelta(seconds=5)  # that a transaction of ours seldom lasts, but for a load or a large plan

# Whoever has locked a row has locked its table in a mode that no reader needs. What a session of another user does is
# shown to members of pg_monitor only; its number and its user are shown to everybody.
_IN_THE_WAY = text("""
SELECT held.pid, held.usename, held.application_name, host(held.client_addr) AS client, held.state,
  clock_timestamp() - held.xact_start AS age, clock_timestamp() - held.state_change AS since,
  (SELECT count(*) FROM pg_stat_activity AS waiting
   WHERE waiting.wait_event_type = 'Lock' AND held.pid = ANY (pg_blocking_pids(waiting.pid))) AS blocks
FROM pg_stat_activity AS held
WHERE held.datname = current_database() AND held.pid <> pg_backend_pid()
  AND coalesce(clock_timestamp() - held.xact_start > :long, true)
  AND EXISTS (
    SELECT 1 FROM pg_locks AS locked JOIN pg_class AS tables ON tables.oid = locked.relation
    WHERE locked.pid = held.pid AND locked.granted AND locked.mode <> 'AccessShareLock'
      AND tables.relkind = 'r' AND tables.relnamespace = 'public'::regnamespace)
ORDER BY held.pid
""")


def sessions(session: Session, *, long: timedelta = LONG) -> Iterator[Check]:
    """Yield a finding for each session, or the process, that has held rows of ours for so long; nothing is changed."""
    if session.get_bind().dialect.name == "sqlite":
        yield _writer(Path(str(session.get_bind().engine.url.database)), long)
        return
    rows = session.execute(_IN_THE_WAY, {"long": long}).all()
    if not rows:
        yield ok("sessions", "no other session holds the record")
    for row in rows:
        remedy = f'end its program, or: psql -c "select pg_terminate_backend({row.pid})"'
        yield (warn if row.state == "active" else fail)("sessions", _sentence(row), remedy)


def _sentence(row: Row[Any]) -> str:
    session = (
        f"session {row.pid} of {row.usename} ({row.application_name or 'no name'}, {row.client or 'this machine'})"
    )
    lasts = f"{row.state} for {_seconds(row.since)}" if row.state else "doing what this user may not see"
    blocks = f", and blocks {row.blocks} others" if row.blocks else ""
    return f"{session} holds rows of the record, {lasts}{blocks}"


def _seconds(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"


def _writer(file: Path, long: timedelta) -> Check:
    """Return whether the writers' lock of a SQLite file can be had within that time; it is given back at once."""
    with closing(sqlite3.connect(file, timeout=long.total_seconds(), isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as why:
            if why.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                return ok("sessions", "whether another process holds the record cannot be seen here")
            holder = ", ".join(_holders(file)) or "another process"
            return fail(
                "sessions", f"{holder} has held the record for {_seconds(long)} or longer", "let it end, or kill it"
            )
        return ok("sessions", "no other process holds the record")


def _holders(file: Path) -> list[str]:
    """Return the processes of this machine that hold a lock for writing on the file, where the system (Linux) says."""
    holders = []
    with suppress(OSError):
        inode = str(file.stat().st_ino)
        for line in Path("/proc/locks").read_text().splitlines():
            _, _, _, mode, pid, place, *_ = line.replace("-> ", "").split()
            if mode == "WRITE" and place.rpartition(":")[2] == inode:
                words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
                holders.append(f"process {pid} ({words[-60:]})")
    return holders
