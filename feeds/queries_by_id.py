"""Queries of rows by their ids, each written once: building a statement costs more than running it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam


class ById:
    """One query in three forms: all rows, one id, several ids. Writing out a list of ids doubles the cost."""

    FEW = 500  # ids listed in one query; beyond it all rows are read

    def __init__(self, every: Select[*tuple[Any, ...]], column: Any) -> None:
        self._every, self._one = every, every.where(column == bindparam("id"))
        self._several = every.where(column.in_(bindparam("ids", expanding=True)))

    def rows(
        self, connection: Connection, ids: Collection[int] | None, **values: object
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of these ids, and perhaps others; all rows if `ids` is None."""
        if ids is None or len(ids) > self.FEW:
            return connection.execute(self._every, values).all()  # at once: one by one costs twice as much
        if len(ids) == 1:
            return connection.execute(self._one, values | {"id": next(iter(ids))}).all()
        return connection.execute(self._several, values | {"ids": [*ids]}).all()
