"""Conditions that a column holds a value which cannot be read or believed, for SQLite and PostgreSQL.

SQLite keeps whatever it is given and compares days as texts; PostgreSQL knows days that Python does not.
"""

from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, String, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.base import Day, UtcDateTime, Word, Words
from planning.day_range import FIRST_DAY, LAST_DAY


class _NoDay(FunctionElement[bool]):
    """Whether what is stored is no day of the calendar; on PostgreSQL each one is."""

    type = Boolean()
    inherit_cache = True


class _NoInstant(FunctionElement[bool]):
    """Whether Python holds no such instant."""

    type = Boolean()
    inherit_cache = True


class _NoList(FunctionElement[bool]):
    """Whether what is stored is no list."""

    type = Boolean()
    inherit_cache = True


class stored(FunctionElement[str]):  # a function of SQL
    """The SQL expression of what a column holds, as text."""

    type = String()
    inherit_cache = True


def odd(column: Column[Any]) -> ColumnElement[bool] | None:
    """Return the condition that the column holds an odd value; None for a type that cannot hold one."""
    kind = column.type
    if isinstance(kind, Day):
        first, last = literal(FIRST_DAY, kind), literal(LAST_DAY, kind)
        return or_(column < first, column > last, _NoDay(column))
    if isinstance(kind, Word):
        return column.cast(kind.impl_instance).not_in([str(member.value) for member in kind.enum])
    if isinstance(kind, UtcDateTime):
        return _NoInstant(column)
    return _NoList(column) if isinstance(kind, Words) else None


@compiles(_NoDay, "sqlite")
def _no_day_on_sqlite(element: _NoDay, compiler: SQLCompiler, **how: Any) -> str:
    column = compiler.process(element.clauses, **how)
    return f"(coalesce(date({column}, '+0 days'), '') <> {column})"  # with a sum, 30 February becomes 2 March


@compiles(_NoDay, "postgresql")
def _no_day_on_postgresql(element: _NoDay, compiler: SQLCompiler, **how: Any) -> str:
    return "false"


@compiles(_NoInstant, "sqlite")
def _no_instant_on_sqlite(element: _NoInstant, compiler: SQLCompiler, **how: Any) -> str:
    column = compiler.process(element.clauses, **how)
    whole = f"substr({column}, 1, 19)"  # to the second: SQLite would round .9995 of one up to the next
    known = f"substr(datetime({whole}, '+0 days'), 1, length({whole}))"
    is_read = f"coalesce(datetime({column}), '') <> '' AND {known} = replace({whole}, 'T', ' ')"
    return f"({column} IS NOT NULL AND NOT coalesce({is_read}, 0))"


@compiles(_NoInstant, "postgresql")
def _no_instant_on_postgresql(element: _NoInstant, compiler: SQLCompiler, **how: Any) -> str:
    column = compiler.process(element.clauses, **how)
    return f"({column} < '0001-01-02 00:00:00+00' OR {column} > '9999-12-30 00:00:00+00')"


@compiles(_NoList, "sqlite")
def _no_list_on_sqlite(element: _NoList, compiler: SQLCompiler, **how: Any) -> str:
    column = compiler.process(element.clauses, **how)
    return f"CASE WHEN json_valid({column}) THEN json_type({column}) <> 'array' ELSE {column} IS NOT NULL END"


@compiles(_NoList, "postgresql")
def _no_list_on_postgresql(element: _NoList, compiler: SQLCompiler, **how: Any) -> str:
    return f"(json_typeof({compiler.process(element.clauses, **how)}) <> 'array')"


@compiles(stored, "sqlite")
def _stored_on_sqlite(element: stored, compiler: SQLCompiler, **how: Any) -> str:
    return f"quote({compiler.process(element.clauses, **how)})"


@compiles(stored, "postgresql")
def _stored_on_postgresql(element: stored, compiler: SQLCompiler, **how: Any) -> str:
    return f"quote_literal(CAST({compiler.process(element.clauses, **how)} AS text))"
