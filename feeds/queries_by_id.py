"""Queries of rows by their ids, each written once: building a statement costs more than running it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from models.prepared_query import Prepared, Values


class ById:
    """One query in three forms: all rows, one id, several ids. Writing out a list of ids doubles the cost."""

    FEW = 500  # ids listed in one query; beyond it all rows are read

    def __init__(self, every: Select[*tuple[Any, ...]], column: Any) -> None:
        self._every, self._one = Prepared(every), Prepared(every.where(column == bindparam("id")))
        self._several = Prepared(every.where(column.in_(bindparam("ids", expanding=True))))

    def rows(self, connection: Connection, ids: Collection[int] | None, **values: object) -> Sequence[Values]:
        """Return the rows of these ids, and perhaps others; all rows if `ids` is None."""
        if ids is None or len(ids) > self.FEW:
            return self._every.rows(connection, **values)
        if len(ids) == 1:
            return self._one.rows(connection, **values, id=next(iter(ids)))
        return self._several.rows(connection, **values, ids=[*ids])
