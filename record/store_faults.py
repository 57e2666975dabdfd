"""Faults of the store, its disk and its server, as refusals; they are no faults of the program.

The only place that reads the drivers' and the system's error codes, but for those of contention
(models/transactions.py); doors ask `of` before they let a traceback out.
"""

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.engine import BadDatabaseUrl
from models.store import NoStoreRow
from models.transactions import contention
from planning.errors import CouncilError
from record import private_files

LONGEST = 200  # characters of what a server says


class StoreFault(CouncilError):
    """Something outside the program fails; the sentence names it and the remedy."""


class DiskFull(StoreFault):
    """Nothing more can be written."""

    def __init__(self, what: str | None) -> None:
        super().__init__(f"the disk{f' of {what}' if what else ''} is full", "make room on it, then try again")


class BadDisk(StoreFault):
    """The disk itself refuses to read or to write."""

    def __init__(self, what: str, cause: str) -> None:
        super().__init__(f"the disk of {what} does not read or write ({cause})", "check it, and back up what is left")


class Damaged(StoreFault):
    """What is stored cannot be what was written."""

    def __init__(self, what: str, said: str) -> None:
        self.said = said
        super().__init__(f"{what} is damaged ({said})", "keep it as it is, and put a backup in its place")


class NotPermitted(StoreFault):
    """This user may not read or write."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"this user may not read and write {what}", "let its owner run council, or give the permission"
        )


class ReadOnly(StoreFault):
    """What is to be written lies where nobody may write now."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is read-only", "make it and its folder writable, then try again")


class Misplaced(StoreFault):
    """A path leads to nothing, or to a thing of another kind."""


class Unreachable(StoreFault):
    """The database server does not let us in now; it may later."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(f"the database {where} cannot be used: {cause}", _remedy(cause))


class ServerFault(StoreFault):
    """The database server is there and refuses."""

    def __init__(self, where: str, cause: str, remedy: str) -> None:
        super().__init__(f"the database {where} refuses: {cause}", remedy)


SQLITE_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SQLITE_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOLFS)
FULL = (errno.ENOSPC, errno.EDQUOT)
MISPLACED = (errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
_INVALID = re.compile(r"invalid (?:\w+ value|port number|integer value|option).*")  # what libpq says of an address
_DRAFT = re.compile(r"\.(.+)\.[0-9a-f]{8,32}\Z")  # what we write before it takes its place: nobody knows that name
NO_NAME = (errno.ENAMETOOLONG, errno.ELOOP)


def of(why: BaseException, database_url: str) -> CouncilError | None:
    """Return what happened outside the program, as a refusal; None for a fault of ours."""
    if isinstance(why, DBAPIError | StaleDataError) and (refusal := contention(why)):
        return refusal
    if isinstance(why, NoStoreRow):
        url = make_url(database_url)
        return Damaged(url.database or url.render_as_string(), "the row that says which store it is is gone")
    cause = getattr(why, "orig", None) or why  # SQLAlchemy's errors carry the driver's
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, Path(make_url(database_url).database or ""))
    if isinstance(cause, OSError):
        return _system(cause)
    if isinstance(cause, ArgumentError) and "port" in str(cause):
        return BadDatabaseUrl("a port is a number")
    if hasattr(cause, "sqlstate"):  # psycopg's, which is imported only where it is used
        return _postgresql(cause, str(cause.sqlstate or ""), make_url(database_url))
    return None


@contextmanager
def writing(file: Path, draft: Path) -> Iterator[None]:
    """Report a failure to write a draft as one of the file that it is for, and remove the draft."""
    try:
        yield
    except OSError as why:
        draft.unlink(missing_ok=True)
        why.filename = str(file)
        raise


@contextmanager
def as_refusals(database_url: str) -> Iterator[None]:
    """Turn errors of the driver and the system into refusals; other exceptions are raised unchanged."""
    try:
        yield
    except CouncilError:
        raise
    except Exception as why:
        if fault := of(why, database_url):
            raise fault from why
        raise


# -- files --------------------------------------------------------------------------------------------------------


def check_place(file: Path, home: Path) -> None:
    """Check that a store's file can be or can be made. Raises Misplaced."""
    folder = file.parent
    if _is_odd(file) or (folder.exists() and not folder.is_dir()) or (folder != home and not folder.exists()):
        raise _unopened(file)


def _odd_beside(file: Path) -> Path | None:
    """Return what stands in the place of the file, or of one of those beside it, and is no file."""
    return next((path for path in private_files.sqlite_files(file) if _is_odd(path)), None)


def _is_odd(file: Path) -> bool:
    """Return True if what is there is no file: a folder, a pipe, a socket, a link that leads to nothing."""
    return (file.exists() and not file.is_file()) or (file.is_symlink() and not file.exists())


def _sqlite(cause: sqlite3.Error, file: Path) -> StoreFault | None:
    extended = getattr(cause, "sqlite_errorcode", None)
    if extended is None:  # raised by Python's own module, for instance for text that is no UTF-8
        return Damaged(str(file), str(cause)) if "Could not decode to UTF-8" in str(cause) else None
    code = extended & 0xFF
    if code in SQLITE_DAMAGED:
        return Damaged(str(file), str(cause))
    if code in SQLITE_FULL:
        return DiskFull(str(file))
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and (odd := _odd_beside(file)):
        return _unopened(odd)
    if code == sqlite3.SQLITE_IOERR:
        return BadDisk(str(file), str(cause))
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _unopened(file)
    if code == sqlite3.SQLITE_READONLY:
        return _unwritten(file, is_plain=extended == code)
    return None


def _unopened(file: Path) -> StoreFault:
    folder = file.parent
    if os.path.isdir(file):  # False where it may not be asked; Path.is_dir would raise
        return Misplaced(
            f"{file} is a folder, where a file of the store should be", "move it away, or name another store"
        )
    if os.path.lexists(file) and not os.path.isfile(file):
        return Misplaced(f"{file} is no file, and leads to none", "move it away, or name another file")
    if os.path.exists(folder) and not os.path.isdir(folder):
        return Misplaced(f"{folder} is a file, where the data folder should be", "move it away, or set COUNCIL_HOME")
    try:
        folder.stat()
    except FileNotFoundError:
        return Misplaced(f"there is no folder {folder} for the store", "make it, or correct COUNCIL_DATABASE_URL")
    except OSError:
        pass
    return NotPermitted(str(file))


def _unwritten(file: Path, *, is_plain: bool) -> StoreFault | None:
    """Return why the file cannot be written; None where it could be: then a reading session of ours tried to write."""
    wanted = (file, file.parent)
    if is_plain and all(os.access(path, os.W_OK) for path in wanted):
        return None
    return ReadOnly(str(file))


def _system(cause: OSError) -> StoreFault | None:
    what = _meant(str(cause.filename)) if cause.filename else "what was to be written"
    if cause.errno in FULL:
        return DiskFull(what if cause.filename else None)
    if cause.errno == errno.EROFS:
        return ReadOnly(what)
    if cause.errno == errno.EIO:
        return BadDisk(what, str(cause.strerror))
    if not cause.filename:
        return None
    if cause.errno in (errno.EACCES, errno.EPERM):
        return NotPermitted(what)
    if cause.errno in NO_NAME:
        return Misplaced(f"{what[:LONGEST]} cannot be a name here ({cause.strerror})", "name another place")
    if cause.errno in MISPLACED:
        kinds = ("a folder", "a file") if os.path.isdir(what) else ("a file", "a folder")
        return Misplaced(f"{what} is {kinds[0]}, where {kinds[1]} should be", "move it away, or name another place")
    return None


def _meant(path: str) -> str:
    """Return the file that a draft of ours would have become; any other path as it is."""
    folder, name = os.path.split(path)
    return os.path.join(folder, _DRAFT.sub(r"\1", name))


# -- PostgreSQL ---------------------------------------------------------------------------------------------------


# https://www.postgresql.org/docs/current/errcodes-appendix.html, by the beginning of the code
ANSWERS: tuple[tuple[tuple[str, ...], Callable[[str, str], StoreFault]], ...] = (
    (("08", "28", "3D", "57P"), Unreachable),
    (("53100",), lambda where, said: DiskFull(f"the database {where}")),
    (("53",), lambda where, said: ServerFault(where, said, "end sessions, or raise its limits")),
    (("XX001", "XX002"), lambda where, said: Damaged(f"the database {where}", said)),
    (("58",), lambda where, said: BadDisk(f"the database {where}", said)),
    (("42501",), lambda where, said: ServerFault(where, said, "grant its user what the owner may do")),
    (("25006",), lambda where, said: ReadOnly(f"the database {where}")),
)


def _postgresql(cause: BaseException, state: str, url: URL) -> CouncilError | None:
    words = " ".join(str(cause).partition("\n")[0].split())[:LONGEST]
    where = _name_server(url)
    if not state:
        return _unconnected(cause, where, words)
    return next((refusal(where, words) for codes, refusal in ANSWERS if state.startswith(codes)), None)


def _unconnected(cause: BaseException, where: str, words: str) -> CouncilError | None:
    """Return what the driver says by itself, without an answer of the server: most of it means that there is none."""
    from psycopg import InterfaceError, OperationalError

    if invalid := _INVALID.search(words):
        return BadDatabaseUrl(invalid[0])
    if isinstance(cause, OperationalError | InterfaceError):
        return Unreachable(where, words)
    return BadDatabaseUrl(words) if "connection option" in words or words.startswith("bad value for") else None


def _name_server(url: URL) -> str:
    """Return `postgresql://user@host/name`: never a password, and no options, which may hold one."""
    hosts = url.query.get("host", ())
    host = url.host or ",".join((hosts,) if isinstance(hosts, str) else hosts)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{f'{url.username}@' if url.username else ''}{host}{port}/{url.database or ''}"


def _remedy(words: str) -> str:
    if "too many" in words or "connection slots" in words:
        return "end sessions, or raise its limits"
    if "SSL" in words or "certificate" in words:
        return "correct sslmode in COUNCIL_DATABASE_URL, or have the server encrypt"
    if any(word in words for word in ("password", "role ", "pg_hba.conf")):
        return "correct the user or the password in COUNCIL_DATABASE_URL"
    if "database " in words and "does not exist" in words:
        return "make that database, or correct its name in COUNCIL_DATABASE_URL"
    return "see that it runs and can be reached, or correct COUNCIL_DATABASE_URL"
