"""Dates as they are shown before anybody has promised them: each with its derivation, and what does not fit."""

from collections.abc import Iterable, Iterator

from actions.kernel.shown import Days, Part, due, table
from planning.basis import Basis
from planning.facts import Dated
from planning.fit import Conflict
from planning.sentences import sentences


def of_plan(deadlines: Iterable[Dated], conflicts: Iterable[Conflict]) -> Iterator[Part]:
    """Yield the dates of a plan, and what does not fit."""
    yield table(
        (
            due(deadline),
            deadline.step,
            deadline.by,
            None if deadline.basis is Basis.AWAITED else deadline.basis,
            Days(deadline.float_days),
            tuple(sentences((*deadline.derivation[:1], *deadline.flags))),
        )
        for deadline in deadlines
    )
    for conflict in conflicts:
        yield f"does not fit: {conflict.sentence}"
