"""Queries that are written out once: SQLAlchemy looks each up anew, which costs several times what a small one does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

NAMED = {"sqlite": "named", "postgresql": "pyformat"}  # how each driver takes values by name
Process = Callable[[Any], Any]
Values = tuple[Any, ...]


class _Form(NamedTuple):
    """A query in the words of one kind of database."""

    text: str
    own: Mapping[str, Any]  # the values that the query has itself, as the driver takes them
    given: Mapping[str, Process | None]  # the others, with what makes each one for the driver
    read: Sequence[tuple[int, Process]]  # the columns that the driver does not read by itself


class Prepared:
    """A query whose text and types are worked out once for each kind of database.

    A query that takes a list is left to SQLAlchemy, which writes the list out each time.
    """

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._query = query
        self._forms: dict[str, _Form | None] = {}

    def rows(self, connection: Connection, **values: object) -> Sequence[Values]:
        """Return the rows, each in the order of its columns, as the transaction sees them. Raises DBAPIError."""
        dialect = connection.dialect
        if dialect.name not in self._forms:
            self._forms[dialect.name] = _form(self._query, dialect)
        form = self._forms[dialect.name]
        if form is None:
            return connection.execute(self._query, values).all()
        given = {name: process(values[name]) if process else values[name] for name, process in form.given.items()}
        cursor = connection.connection.cursor()
        try:
            dialect.do_execute(cursor, form.text, {**form.own, **given})
            rows = cursor.fetchall()
        except dialect.loaded_dbapi.Error as why:
            raise DBAPIError.instance(form.text, given, why, dialect.loaded_dbapi.Error, dialect=dialect) from why
        return [_as_read(row, form.read) for row in rows] if form.read else rows


def _form(query: Select[*tuple[Any, ...]], dialect: Dialect) -> _Form | None:
    """Return the query as this database takes it, or None if it takes a list."""
    kind: Callable[..., Dialect] = type(dialect)
    compiled = query.compile(dialect=kind(paramstyle=NAMED[dialect.name]))
    binds = compiled.binds
    if any(bind.expanding for bind in binds.values()):
        return None
    makes = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    asked = [name for name, bind in binds.items() if bind.required]
    own = {name: value for name, value in compiled.construct_params(dict.fromkeys(asked)).items() if name not in asked}
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in query.selected_columns]
    return _Form(
        str(compiled),
        {name: make(value) if (make := makes[name]) else value for name, value in own.items()},
        {name: makes[name] for name in asked},
        [(place, reader) for place, reader in enumerate(readers) if reader],
    )


def _as_read(row: Values, read: Sequence[tuple[int, Process]]) -> Values:
    values = [*row]
    for place, process in read:
        values[place] = process(values[place])
    return tuple(values)
