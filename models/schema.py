"""The schema of a store: made and brought up to date by Alembic, from dated revisions that import no model.

A revision is of the kind *expand* if the program from before it runs on after it, else *contract*. The store keeps the
last contracting one that was run: a program that knows it works on, though the schema is newer than the program is. So
machines are upgraded one after the other. No program works on a schema older than its own.
"""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.engine import writing
from models.store import Store
from models.transactions import contention
from planning.errors import CouncilError
from planning.remedies import Call

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^(revision|down_revision|kind)\b[^=\n]*= "([^"]+)"', re.MULTILINE)
EXPAND = "expand"
ONE_MAKER = 1332  # the number of the advisory lock under which a store is made: any, as long as it is ours alone
ROOT = Path(__file__).resolve().parent.parent


class OldStore(CouncilError):
    """The store's schema is not the one that this version writes."""

    def __init__(self) -> None:
        upgrade = Call("db/upgrade", words="bring it up to date")
        super().__init__("the store's schema is of another version", upgrade)


class NoStoreOfOurs(CouncilError):
    """The database belongs to another program, or to a later version of this one."""

    def __init__(self, holds: str) -> None:
        super().__init__(
            f"the database holds {holds}; nothing was changed: use the version that made it, or name another "
            "database in COUNCIL_DATABASE_URL"
        )


def _config(database: Engine | Connection) -> "Config":
    from alembic.config import Config

    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["database"] = database
    return config


def upgrade(engine: Engine, *, uid_host: str, now: datetime) -> None:
    """Bring the store up to date, and give a new one its identity. Doing it twice changes nothing.

    A schema of a later version on which this one works is left as it is. Raises NoStoreOfOurs, RecordHeld.
    """
    from alembic import command

    if _is_newer(engine):
        return
    if engine.dialect.name == "postgresql" and is_empty(engine):
        with writing(engine) as session:
            make(session, uid_host=uid_host, now=now)  # after a first act that makes one at this moment
        return
    try:
        command.upgrade(_config(engine), "head")
    except DBAPIError as why:
        raise contention(why) or why from why
    with writing(engine) as session:
        _identify(session, uid_host, now)


def _is_newer(engine: Engine) -> bool:
    """Return whether the store's schema is of a later version on which this one works. Raises NoStoreOfOurs."""
    with engine.connect().execution_options(council_reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            if inspect(connection).has_table("store"):
                raise NoStoreOfOurs("tables of another program")
            return False
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if revision is None or revision in _names():
            return False
        if _is_within_range(connection):
            return True
    raise NoStoreOfOurs(f"tables of a revision that this version does not know ({revision})")


def _is_within_range(connection: Connection) -> bool:
    """Return whether this version knows the revision that the store says a program must know."""
    if "needs_revision" not in {column["name"] for column in inspect(connection).get_columns("store")}:
        return False
    return connection.scalar(text("SELECT needs_revision FROM store")) in _names()


def note_needs(connection: Connection) -> None:
    """Write into the store, in the transaction of its migration, which revision a program must know from now on."""
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    columns = {column["name"] for column in inspect(connection).get_columns("store")} if revision else set()
    if "needs_revision" in columns:
        needs = {"needs": needed_by(str(revision))}
        connection.execute(text("UPDATE store SET needs_revision = :needs"), needs)


def needed_by(revision: str) -> str:
    """Return the last contracting revision up to this one; those from before there were kinds count as such."""
    by_name = {lines["revision"]: lines for lines in _revisions()}
    while by_name[revision].get("kind") == EXPAND:
        revision = by_name[revision]["down_revision"]
    return revision


def make(session: Session, *, uid_host: str, now: datetime) -> None:
    """Make a store in the session's own transaction, unless there is one by now: on PostgreSQL only."""
    from alembic import command

    connection = session.connection()
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_MAKER})
    if not inspect(connection).has_table("store"):
        command.upgrade(_config(connection), "head")
        _identify(session, uid_host, now)


def _identify(session: Session, uid_host: str, now: datetime) -> None:
    if session.get(Store, 1) is None:
        needs = needed_by(head())
        session.add(Store(public_id=str(uuid4()), uid_host=uid_host, created_at=now, needs_revision=needs))
        session.flush()


def is_empty(engine: Engine) -> bool:
    """Return True if the database holds no store at all; asked as a reader, which on SQLite waits for no writer."""
    with engine.connect().execution_options(council_reading=True) as connection:
        return not inspect(connection).has_table("store")


@cache
def _revisions() -> tuple[dict[str, str], ...]:
    """Return the two lines of each revision, by name: a command that only reads should not pay for Alembic."""
    files = (ROOT / "migrations/versions").glob("*.py")
    return tuple(dict(_REVISION.findall(file.read_text(encoding="utf-8"))) for file in files)


@cache
def head() -> str:
    """Return the revision that this version writes: the one that no other follows."""
    last: str
    (last,) = {lines["revision"] for lines in _revisions()} - {lines.get("down_revision") for lines in _revisions()}
    return last


def _names() -> set[str]:
    return {lines["revision"] for lines in _revisions()}


def check(engine: Engine) -> None:
    """Return nothing for a store on which this version can work. Raises OldStore."""
    with engine.connect().execution_options(council_reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise OldStore
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if revision != head() and (revision in _names() or not _is_within_range(connection)):
            raise OldStore
