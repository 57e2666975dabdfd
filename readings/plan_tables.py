"""Tables of planned dates: each date with its derivation, and the conflicts between dates."""

from collections.abc import Iterable, Iterator

from kernel.shown import Column, Days, Due, Part, Row, due, table
from planning.deadline_facts import Dated, basis_words
from planning.fit import Conflict
from planning.sentences import sentences

COLUMNS = (
    Column("Date", Due), Column("Step"), Column("Action by"), Column("Basis"), Column("Days in hand", Days),
    Column("Why", tuple),
)  # fmt: skip


def of_plan(deadlines: Iterable[Dated], conflicts: Iterable[Conflict]) -> Iterator[Part]:
    """Yield the table of the dates of a plan, then a sentence for each conflict."""
    yield table(rows_of(deadlines))
    for conflict in conflicts:
        yield f"does not fit: {conflict.sentence}"


def rows_of(deadlines: Iterable[Dated]) -> Iterator[Row]:
    """Yield a row for each deadline."""
    for deadline in deadlines:
        why = tuple(sentences((*deadline.derivation[:1], *deadline.flags)))
        yield due(deadline), deadline.step, deadline.by, basis_words(deadline), Days(deadline.float_days), why
