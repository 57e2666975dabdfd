"""The schema of a store: made and brought up to date by Alembic, from dated revisions that import no model."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from models.engine import writing
from models.store import Store
from planning.errors import CouncilError
from planning.remedies import Call

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^(revision|down_revision)\b[^=\n]*= "([^"]+)"', re.MULTILINE)
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

    Raises NoStoreOfOurs.
    """
    from alembic import command

    _refuse_others(engine)
    if engine.dialect.name == "postgresql" and is_empty(engine):
        with writing(engine) as session:
            make(session, uid_host=uid_host, now=now)  # after a first act that makes one at this moment
        return
    command.upgrade(_config(engine), "head")
    with writing(engine) as session:
        _identify(session, uid_host, now)


def _refuse_others(engine: Engine) -> None:
    with engine.connect().execution_options(council_reading=True) as connection:
        tables = inspect(connection)
        if not tables.has_table("alembic_version"):
            if tables.has_table("store"):
                raise NoStoreOfOurs("tables of another program")
            return
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision not in {lines["revision"] for lines in _revisions()}:
        raise NoStoreOfOurs(f"tables of a revision that this version does not know ({revision})")


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
        session.add(Store(public_id=str(uuid4()), uid_host=uid_host, created_at=now))
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


def check(engine: Engine) -> None:
    """Return nothing for a store that this version can write. Raises OldStore."""
    with engine.connect().execution_options(council_reading=True) as connection:
        known = inspect(connection).has_table("alembic_version")
        if not known or connection.scalar(text("SELECT version_num FROM alembic_version")) != head():
            raise OldStore
