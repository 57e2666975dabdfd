"""Find records with an unreadable or unbelievable value in any table: each gives a task with the record's name.

This leaves out histories of deadlines, which are read with their cycles (record/cycles/odd_rows.py), and sent messages:
both grow with the years.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Table,
    case,
    cast,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.odd_columns import odd, stored
from models.odd_values import shown
from models.tables import tables
from planning.remedies import Call, Remedy

ELSEWHERE = frozenset(
    (
        "promise",
        "settlement",
        "anchor_date",
        "assignment",
        "deadline",
        "message",
        "owed",
        "journal",
        "event",
        "bounce",
        "blob",
    )
)
NAMES = ("key", "name", "symbol", "step", "edition", "line", "cycle")  # of columns that identify a record, best first
CONTACTS = Call("file/load", {"files": "CONTACTS.csv"}, "load the contacts with the right one")
HOLIDAYS = Call("file/load", {"files": "HOLIDAYS.yaml"}, "load the list anew, with `replaces: true`")


def odd_records(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each odd value: one query tells which tables have any, and each of these is read."""
    odd_tables = set(session.scalars(_which()))
    for table, columns, query in _queries():
        if table.name not in odd_tables:
            continue
        for number, name, *values in session.execute(query):
            for column, words in zip(columns, values, strict=True):
                if words is not None:
                    yield _make_task(table, column, number, name or f"{table.name} {number}", shown(words), now)


def _make_task(table: Table, column: Column[Any], number: object, name: str, words: str, now: datetime) -> Task:
    what = f"the {table.name.replace('_', ' ')} of {name}" if table.name != "meeting" else name
    sentence = f"{what} cannot be read: its {column.name.replace('_', ' ')} is {words}; nothing is reckoned from it"
    where = f"table {table.name}, {_key(table).name} {number}, column {column.name}"
    remedies: dict[str, Remedy] = {
        "meeting": Call("meeting/move", {"meeting": name, "span": "OPENS/CLOSES"}, "give it its days"),
        "role": CONTACTS,
        "holiday_list": HOLIDAYS,
    }
    by_hand = f"correct it in the database, with a backup at hand: {where}"
    return Task(TaskKind.UNREADABLE, now, name, sentence, (remedies.get(table.name, by_hand),))


@cache
def _which() -> CompoundSelect[Any]:
    """Return a query for the names of the tables that hold an odd value."""
    return union_all(*(select(literal(table.name)).where(query.exists()) for table, _, query in _queries()))


@cache
def _queries() -> tuple[tuple[Table, tuple[Column[Any], ...], Select[Any]], ...]:
    """Return each table with its columns that can be odd, and a query for its odd rows."""
    queries = []
    for table in tables().sorted_tables:
        odds = {column: test for column in table.columns if (test := odd(column)) is not None}
        if odds and table.name not in ELSEWHERE:
            name, source = _name_column(table)
            values = [case((test, stored(column))) for column, test in odds.items()]
            query = select(_key(table), name, *values).select_from(source).where(or_(*odds.values()))
            queries.append((table, tuple(odds), query.order_by(_key(table))))
    return tuple(queries)


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _name_column(table: Table) -> tuple[ColumnElement[Any], Any]:
    """Return the column that names a record (its own, or that of its owner), and the tables to select it from."""
    source: Any = table
    while (own := next((table.c[name] for name in NAMES if name in table.c), None)) is None:
        owners = (column for column in table.columns for key in column.foreign_keys if key.column.table is not table)
        owner = next((column for column in owners if column.name != "entry_id"), None)
        if owner is None:
            return cast(_key(table), String), source
        (key,) = owner.foreign_keys
        table, source = key.column.table, source.outerjoin(key.column.table, owner == key.column)
    return own, source
