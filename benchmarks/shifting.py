"""Days moved inside the database: what `insert … select` needs to copy a cycle to another year, on both databases."""

from typing import Any

from sqlalchemy import ColumnElement, Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Shifted(FunctionElement[Any]):
    """A day or an instant, so many days later."""

    inherit_cache = True


def shifted(column: ColumnElement[Any], days: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the column's day or instant so many days later."""
    found = _Shifted(column, days)
    found.type = column.type
    return found


@compiles(_Shifted, "postgresql")
def _on_postgresql(element: _Shifted, compiler: SQLCompiler, **how: Any) -> str:
    column, days = (compiler.process(one, **how) for one in element.clauses)
    step = "1" if isinstance(element.type, Date) else "INTERVAL '1 day'"
    return f"({column} + ({days}) * {step})"


@compiles(_Shifted, "sqlite")
def _on_sqlite(element: _Shifted, compiler: SQLCompiler, **how: Any) -> str:
    column, days = (compiler.process(one, **how) for one in element.clauses)
    if isinstance(element.type, Date):
        return f"date({column}, ({days}) || ' days')"
    return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, ({days}) || ' days')"
