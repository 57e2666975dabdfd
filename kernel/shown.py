"""What a reading shows, as data: facts for machines; for people sentences and tables, which each door words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Generic, TypeVar, Union

from planning.deadline_facts import Dated
from planning.remedies import Call, Remedy
from planning.window import Precision

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Due:
    """The date of a deadline, with how exactly it is known and when it closes; None while it is awaited."""

    on: date | None
    precision: Precision
    closes: datetime | None


@dataclass(frozen=True, slots=True)
class Days:
    """A count of days, which may be negative; None if it was not reckoned."""

    count: int | None


@dataclass(frozen=True, slots=True)
class Remedies:
    """What ends a thing, as each door words it, also where its facts are for machines."""

    ways: tuple[Remedy, ...]


# Several values in one cell are shown as one list.
Cell = Union[str, int, date, datetime, Due, Days, Call, Remedies, "tuple[Cell, ...]", None]


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of a reading: its heading, in officers' words, and the type of its cells, if not None."""

    heading: str
    holds: type | UnionType = str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values, each row as long as the others."""

    rows: tuple[tuple[Cell, ...], ...]
    is_inset: bool = False  # it belongs to the sentence before it


Part = str | tuple[Cell, ...] | Table
"""A sentence, alone or in pieces that hold values; or a table."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Subject]):
    """What was read, with the functions that word it for machines, people and tables; only the one needed is called."""

    subject: Subject
    for_machines: Callable[[Subject], Any]
    for_people: Callable[[Subject], Iterable[Part]] | None = None  # None: its rows, as they are
    is_well: bool = True  # otherwise a program that asks is to notice: a terminal leaves with 2
    for_tables: Callable[[Subject], Iterable[Row]] | None = None  # under the columns that the reading declares
    empty: str = ""  # said to people in place of a table without rows
    data: bytes | None = None  # the file that it is, for whoever does not ask for its facts
    columns: tuple[Column, ...] = ()  # of its table, where what was asked for decides which; else the reading's

    @property
    def facts(self) -> Any:
        """The facts, for machines."""
        return self.for_machines(self.subject)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that a person reads, in order."""
        if self.for_people:
            return tuple(self.for_people(self.subject))
        return (table(self.rows),) if self.rows or not self.empty else (self.empty,)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the table."""
        return tuple(self.for_tables(self.subject)) if self.for_tables else ()


def listing(
    subject: Subject,
    for_machines: Callable[[Subject], Any],
    rows: Callable[[Subject], Iterable[Row]],
    empty: str = "",
) -> Shown[Subject]:
    """Return a reading that is only a table; if it has no row, the sentence `empty`."""
    return Shown(subject, for_machines, for_tables=rows, empty=empty)


def table(rows: Iterable[Iterable[Cell]], *, is_inset: bool = False) -> Table:
    """Return the rows as a table."""
    return Table(tuple(map(tuple, rows)), is_inset)


def due(deadline: Dated) -> Due:
    """Return the date of a deadline as it is shown."""
    return Due(deadline.due, deadline.precision, deadline.closes)
