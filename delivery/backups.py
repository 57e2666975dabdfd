"""Back up the store. The copy contains a hold: wherever it is restored, nothing is sent until an officer allows it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, Engine, insert

from models.engine import make_engine, reading, writing
from models.sending_state import RESTORED, Hold
from models.store import the_store
from planning.errors import CouncilError
from record import private_files
from record.integrity import check_copy
from record.settings import file_url
from record.store_faults import Damaged, DiskFull

COMPLETE, LAST = b"PostgreSQL database dump complete", 500  # what pg_dump writes within its last bytes


class FileTaken(CouncilError):
    """The file of the copy exists already."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already; name a new file")


class NoFolder(CouncilError):
    """The folder of the copy does not exist."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"there is no folder {folder} that can be written to; make it first")


class NoDump(CouncilError):
    """pg_dump, which copies a PostgreSQL store, is not installed."""

    def __init__(self) -> None:
        super().__init__("pg_dump is not on the PATH; install PostgreSQL's client programs of the server's version")


class DumpFailed(CouncilError):
    """pg_dump failed."""

    def __init__(self, words: str) -> None:
        super().__init__(f"pg_dump made no copy: {words}")


class CopyDamaged(CouncilError):
    """The copy is damaged, and is no backup."""

    def __init__(self, store: str, why: str) -> None:
        super().__init__(f"no copy was kept, for {store} is damaged ({why}); keep it, and the backups from before it")


def back_up(engine: Engine, file: Path, *, now: datetime) -> None:
    """Write a whole copy of the store to a new file, while others write: a SQLite file, or SQL for psql.

    Raises FileTaken, NoFolder, NoDump, DumpFailed, StoreFault, and then leaves no new file. It refuses a damaged copy,
    since people would throw away older, sound copies in its favour.
    """
    if file.exists():
        raise FileTaken(file)
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise NoFolder(file.parent)
    with reading(engine) as session:
        store = the_store(session).public_id
    because = f"this is a copy of the store {store[:8]}, made at {now:%Y-%m-%d %H:%M} UTC"
    hold = {"kind": RESTORED, "because": because, "at": now, "by": None, "home_id": None}
    draft = file.with_name(f".{file.name}.{token_hex(4)}")
    copy: Callable[[Engine, Path, dict[str, object]], None]
    copy = _copy_sqlite if engine.dialect.name == "sqlite" else _dump_postgresql
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL, 0o600))  # only its owner can read it, from its first byte
        copy(engine, draft, hold)
        _publish(draft, file)
    finally:
        for path in private_files.sqlite_files(draft):
            path.unlink(missing_ok=True)


def _copy_sqlite(engine: Engine, draft: Path, hold: dict[str, object]) -> None:
    """Copy with SQLite's backup, in one step: in several, it would start again after each write."""
    source = sqlite3.connect(f"{Path(str(engine.url.database)).absolute().as_uri()}?mode=ro", uri=True, timeout=15)
    target = sqlite3.connect(draft)
    try:
        source.backup(target, pages=-1)
    except sqlite3.OperationalError as why:
        if getattr(why, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise DiskFull(str(draft.parent)) from why
        raise
    finally:
        source.close()
        target.close()
    try:
        check_copy(draft)
    except Damaged as why:
        raise CopyDamaged(str(engine.url.database), why.said) from why
    copy = make_engine(file_url(draft))
    with writing(copy) as session:
        session.execute(insert(Hold).values(hold))
    copy.dispose()
    draft.with_name(f"{draft.name}-journal").unlink(missing_ok=True)  # emptied, and left there, by SQLite


def _dump_postgresql(engine: Engine, draft: Path, hold: dict[str, object]) -> None:
    """Dump as SQL, with the hold as its last line, so that a restored dump is held."""
    program = shutil.which("pg_dump")
    if program is None:
        raise NoDump
    command = [program, "--no-owner", "--format=plain", f"--file={draft}", f"--dbname={_without_password(engine.url)}"]
    password = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise DumpFailed(" ".join(done.stderr.split())[:300])
    if COMPLETE not in _last_bytes(draft):
        raise DumpFailed("it was cut off before its end")
    statement = insert(Hold).values(hold).compile(engine, compile_kwargs={"literal_binds": True})
    with draft.open("a") as dump:
        dump.write(f"\nSET search_path = public;\n{statement};\n")


def _last_bytes(file: Path) -> bytes:
    with file.open("rb") as dump:
        dump.seek(max(0, file.stat().st_size - LAST))
        return dump.read()


def _without_password(url: URL) -> str:
    """Return the address as pg_dump reads it; a command line is seen by everybody on the machine."""
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()


def _publish(draft: Path, file: Path) -> None:
    """Rename the finished draft to its name, once it is on the disk."""
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(file)
