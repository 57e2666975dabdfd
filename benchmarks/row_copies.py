"""What `insert … select` needs to copy rows inside the database: moved days, running numbers, on both databases."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CTE, ColumnElement, String, Table, cast, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.base import Base, Day

TWELVE_DIGITS = 100_000_000_000  # added to a number, it gives the last group of a public id


class _Shifted(FunctionElement[Any]):
    """A day or an instant, so many days later."""

    inherit_cache = True


def shifted(column: ColumnElement[Any], days: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the column's day or instant so many days later."""
    found = _Shifted(column, days)
    found.type = column.type
    return found


def digits(n: ColumnElement[int]) -> ColumnElement[str]:
    """Return the number as the last group of a public id."""
    return cast(literal(TWELVE_DIGITS) + n, String)


def numbered(first: int, last: int) -> CTE:
    """Return the numbers from the first to the last, as rows."""
    start = select(literal(first).label("n")).where(literal(first) <= last).cte("numbers", recursive=True)
    return start.union_all(select(start.c.n + 1).where(start.c.n < last))


def table_of(of: type[Base]) -> Table:
    """Return the table of a class."""
    assert isinstance(of.__table__, Table)
    return of.__table__


def restart_counters(session: Session, classes: Iterable[type[Base]]) -> None:
    """Have PostgreSQL count on from the last id of each table; SQLite does by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in map(table_of, classes):
        counter = func.pg_get_serial_sequence(table.name, "id")
        session.execute(select(func.setval(counter, select(func.max(table.c.id)).scalar_subquery())))


@compiles(_Shifted, "postgresql")
def _on_postgresql(element: _Shifted, compiler: SQLCompiler, **how: Any) -> str:
    column, days = (compiler.process(one, **how) for one in element.clauses)
    step = "1" if isinstance(element.type, Day) else "INTERVAL '1 day'"
    return f"({column} + ({days}) * {step})"


@compiles(_Shifted, "sqlite")
def _on_sqlite(element: _Shifted, compiler: SQLCompiler, **how: Any) -> str:
    column, days = (compiler.process(one, **how) for one in element.clauses)
    if isinstance(element.type, Day):
        return f"date({column}, ({days}) || ' days')"
    return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, ({days}) || ' days')"
