"""Opening the store. Some acts and commands may make a new one; a store of another schema version is refused."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import schema, transactions
from models.engine import make_engine
from models.postgresql_limits import ACTS, MIGRATIONS, PAGES, PREVIEWS, Limits
from models.store import locked_store
from record import journal, private_files, store_faults
from record.refusals import NoStore
from record.settings import Settings, file_url

Result = TypeVar("Result")


def run_act(settings: Settings, act: Callable[[Session], Result]) -> Result:
    """Return what the act returns, done on the store as it is, in one transaction (models/transactions.py).

    Raises BadDatabaseUrl, NoStore, OldStore, RecordHeld, RecordChanged.
    """
    engine = for_reading(settings)
    private_files.mend_folder(settings)
    try:
        return transactions.run_act(engine, act)
    finally:
        engine.dispose()


def run_preview(settings: Settings, look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what the act returns; it is given what `look` reads of the record beforehand, in a transaction of its own.

    It waits two seconds at most for locks of others, and takes none during `look`.
    Raises BadDatabaseUrl, NoStore, OldStore, RecordHeld, RecordChanged, and what the act raises.
    """
    engine = for_reading(settings, PREVIEWS)
    try:
        return transactions.run_preview(engine, look, act)
    finally:
        engine.dispose()


def run_first_act(settings: Settings, act: Callable[[Session], Result], *, now: datetime) -> Result:
    """Return what the act returns; where there is no store it is made, unless the act is refused. Raises as run_act."""
    try:
        return run_act(settings, act)
    except NoStore:
        engine = _engine(settings)
    if engine.dialect.name != "sqlite":
        return _made_by(engine, settings, act, now)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_missing(engine, settings.home):
        return _moved_into_place(engine, settings, act, now)
    _prepare(engine, settings, now)  # the file is there, and empty
    return run_act(settings, act)


def run_first_preview(
    settings: Settings, look: Callable[[Session], Any], act: Callable[[Session, Any], Result], *, now: datetime
) -> Result:
    """Return what the act returns, as `run_preview` does; where there is no store it is shown on one that is not kept.

    Neither the data folder nor a key is made for it. Raises as run_preview.
    """
    try:
        return run_preview(settings, look, act)
    except NoStore:
        engine = _engine(settings)
    if engine.dialect.name != "sqlite":
        return _made_by(engine, settings, lambda session: act(session, look(session)), now)
    with TemporaryDirectory() as folder:
        url, secret = file_url(Path(folder) / "council.db"), settings.secret or token_hex(32)
        scratch = replace(settings, home=Path(folder), database_url=url, secret=secret)
        upgrade(scratch, now=now)
        return run_preview(scratch, look, act)


def _made_by(engine: Engine, settings: Settings, act: Callable[[Session], Result], now: datetime) -> Result:
    """Do the act in the transaction that makes the store; PostgreSQL rolls back both if the act is refused."""

    def write(session: Session) -> Result:
        schema.make(session, uid_host=settings.uid_host, now=now)
        locked_store(session)
        return act(session)

    try:
        return transactions.run(engine, write)
    finally:
        engine.dispose()


def _moved_into_place(engine: Engine, settings: Settings, act: Callable[[Session], Result], now: datetime) -> Result:
    """Do the act on a new file, and move it into the store's place; if another was there first, do it on that one."""
    result, is_placed = _make_aside(engine, settings, now, lambda new: transactions.run_act(new, act))
    return result if is_placed else run_act(settings, act)


def _make_aside(
    engine: Engine, settings: Settings, now: datetime, fill: Callable[[Engine], Result]
) -> tuple[Result, bool]:
    """Make the store in a new file, fill it, and move it into place, so that half a store is never seen or left.

    Return what `fill` returned, and True if the file was moved into place; False if there was a store by then.
    """
    file = Path(str(engine.url.database))
    with _draft(file) as draft:
        new = make_engine(engine.url.set(database=str(draft)).render_as_string(hide_password=False))
        journal.attach(new, settings)
        try:
            schema.upgrade(new, uid_host=settings.uid_host, now=now)
            result = fill(new)
        finally:
            new.dispose()
        try:
            os.link(draft, file)
        except FileExistsError:
            return result, False
    return result, True


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """Yield the name of a file beside that one, which is gone in the end, with whatever SQLite wrote beside it."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    try:
        yield draft
    finally:
        for path in private_files.sqlite_files(draft):
            path.unlink(missing_ok=True)


def for_starting(settings: Settings, *, now: datetime) -> Engine:
    """Return the store, made first where there is none. Raises BadDatabaseUrl, OldStore."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = _engine(settings)
    _prepare(engine, settings, now)
    private_files.mend(settings)
    return engine


def for_reading(settings: Settings, limits: Limits = ACTS) -> Engine:
    """Return the store as it is. Raises BadDatabaseUrl, NoStore, OldStore."""
    engine = _engine(settings, limits)
    if _is_missing(engine, settings.home) or schema.is_empty(engine):
        raise NoStore
    schema.check(engine)
    return engine


def for_serving(settings: Settings, *, now: datetime) -> tuple[Engine, bool]:
    """Return the store for readers who do not wait long, and whether it answers; made first where there is none.

    A silent one is no reason not to begin: what was served before is on the disk. Raises BadDatabaseUrl, OldStore, and
    StoreFault for what will not mend by itself.
    """
    engine = _engine(settings, PAGES)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    private_files.mend(settings)
    try:
        with store_faults.as_refusals(settings.database_url):
            _prepare(engine, settings, now)
    except (store_faults.Unreachable, transactions.TryAgain):
        return engine, False
    return engine, True


def _engine(settings: Settings, limits: Limits = ACTS) -> Engine:
    """Return an engine whose sessions can write the journal. Raises BadDatabaseUrl."""
    return journal.attach(make_engine(settings.database_url, limits), settings)


def _prepare(engine: Engine, settings: Settings, now: datetime) -> None:
    if _is_missing(engine, settings.home):
        _make_aside(engine, settings, now, lambda new: None)
    elif schema.is_empty(engine):
        schema.upgrade(engine, uid_host=settings.uid_host, now=now)
    schema.check(engine)


def upgrade(settings: Settings, *, now: datetime) -> None:
    """Bring the store up to date, made first where there is none."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(settings.database_url, MIGRATIONS)
    if _is_missing(engine, settings.home):
        _make_aside(engine, settings, now, lambda new: None)
    schema.upgrade(engine, uid_host=settings.uid_host, now=now)


def _is_missing(engine: Engine, home: Path) -> bool:
    """Return True if a file is wanted and not there yet. Raises Misplaced where there can be none."""
    if engine.dialect.name != "sqlite":
        return False
    file = Path(str(engine.url.database)).absolute()
    store_faults.check_place(file, home)
    return not file.exists()
