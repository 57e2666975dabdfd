"""Alembic's door: one connection, given or made; batch mode, for SQLite cannot alter in place."""

import sqlite3
from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine

from models import schema
from models.base import Day, Hour, UtcDateTime, WithoutNul, Word, Words
from models.tables import tables

PLAIN: dict[type, str | Literal[False]] = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    Day: "sa.Date()",
    Hour: "sa.Time()",
    Words: "sa.JSON()",
    Word: "sa.String()",
    WithoutNul: "sa.String()",
}


def plain_types(kind: str, item: object, context: object) -> str | Literal[False]:
    """Write our column types as the plain ones below them: a revision imports no model."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def run(engine: Engine) -> None:
    """Run the wanted revisions in one transaction, with SQLite's foreign keys off: batch mode would erase children."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _pragma(connection, "foreign_keys=OFF")
        migrate(connection)
        connection.commit()
        if engine.dialect.name == "sqlite":
            _pragma(connection, "foreign_keys=ON")


def migrate(connection: Connection) -> None:
    """Run the wanted revisions; a transaction that is open on the connection already goes on after them."""
    context.configure(connection=connection, target_metadata=tables(), render_as_batch=True, render_item=plain_types)
    with context.begin_transaction():
        context.run_migrations()
        schema.note_needs(connection)


def _pragma(connection: Connection, words: str) -> None:
    """Set it on the driver's own connection: through ours a transaction begins first, and SQLite then ignores it."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA {words}")


database = context.config.attributes.get("database")
if database is None:
    raise SystemExit('alembic knows no store of ours: `make revision WORDS="…"` writes a revision')
run(database) if isinstance(database, Engine) else migrate(database)
