"""A fresh SQLite store is migrated once in a run, though some hundred stories begin with a first act that makes one.

What the revisions made of nothing is kept, and put into each other file in which there is nothing. The stories of
migrations call `models.schema.upgrade` by its own name, and migrate; which revisions there are is read once for all.
"""

import sqlite3
from datetime import datetime

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from models import schema
from models.engine import writing

_MIGRATE = schema.upgrade
_READ = ScriptDirectory.from_config
_REVISIONS: dict[str, ScriptDirectory] = {}
_MADE = sqlite3.connect(":memory:", check_same_thread=False)


def share() -> None:
    """Have the program make each SQLite store from what the revisions made of the first one."""
    schema.upgrade = _upgrade
    ScriptDirectory.from_config = _revisions  # type: ignore[method-assign]  # of this run alone


def _revisions(config: Config) -> ScriptDirectory:
    place = str(config.toml_file_name)
    if place not in _REVISIONS:
        _REVISIONS[place] = _READ(config)
    return _REVISIONS[place]


def _upgrade(engine: Engine, *, uid_host: str, now: datetime) -> None:
    if engine.dialect.name != "sqlite" or _holds_anything(engine):
        _MIGRATE(engine, uid_host=uid_host, now=now)
        return
    if not _MADE.execute("SELECT 1 FROM sqlite_master").fetchone():
        _MIGRATE(engine, uid_host=uid_host, now=now)
        with engine.connect() as connection:
            _driver(connection).backup(_MADE)
        _MADE.execute("DELETE FROM store")  # whose identity is its own
        _MADE.commit()
        return
    with engine.connect() as connection:
        _MADE.backup(_driver(connection))
    with writing(engine) as session:
        schema._identify(session, uid_host, now)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _holds_anything(engine: Engine) -> bool:
    with engine.connect().execution_options(council_reading=True) as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM sqlite_master")))
