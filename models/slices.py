"""Values in portions: a query takes so many parameters, and no more."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

AT_ONCE = 5_000  # values in one query: SQLite takes 32,766, PostgreSQL 65,535

Item = TypeVar("Item")


def slices(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Return the items, so many at a time as one query takes; none at all asks nothing."""
    every = list(items)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
