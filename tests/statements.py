"""Each statement is compiled once in a run, not once for each store: dialects that stand for one another.

SQLAlchemy keeps what it has compiled by engine and dialect, and every story has an engine of its own. What a store is
asked can be heard: by SQLAlchemy's events one would miss what models/prepared_query.py asks.
"""

from typing import Any, ClassVar

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class _OneForAll:
    """A dialect that equals each other of its class, so that what one has compiled serves them all."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]]
    heard: list[str] | None = None

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if self.heard is not None:
            self.heard.append(statement)
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[misc]  # of the dialect beside it

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls.compiled)


class Sqlite(_OneForAll, SQLiteDialect_pysqlite):
    """SQLite's dialect."""

    supports_statement_cache = True  # SQLAlchemy looks for it in each class
    compiled: ClassVar[dict[Any, Any]] = {}


class Postgresql(_OneForAll, PGDialect_psycopg):
    """PostgreSQL's dialect, through psycopg 3."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}


def asked_of(engine: Engine) -> list[str]:
    """Return a list that grows with each statement that this engine asks from now on."""
    dialect: Any = engine.dialect
    dialect.heard = heard = list[str]()
    return heard


def share() -> None:
    """Have every engine that is made from now on share what it compiles."""
    registry.register("sqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgresql")
