"""Slices of long lists: a query takes a limited number of parameters."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

AT_ONCE = 5_000  # values in one query: SQLite takes 32,766, PostgreSQL 65,535

Item = TypeVar("Item")


def slices(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in lists that one query takes as parameters; nothing for no items."""
    every = list(items)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
