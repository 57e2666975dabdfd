"""Dates as they are shown before anybody has promised them: each with its derivation, and what does not fit."""

from collections.abc import Iterator

from actions.kernel.shown import Days, Part, due, table
from planning.basis import Basis
from planning.plan import Plan
from planning.sentences import sentences


def of_plan(found: Plan) -> Iterator[Part]:
    """Yield the dates of a plan, and what does not fit."""
    yield table(
        (
            due(deadline),
            deadline.step,
            deadline.by,
            None if deadline.basis is Basis.AWAITED else deadline.basis,
            Days(deadline.float_days),
            tuple(sentences((deadline.derivation[0], *deadline.flags))),
        )
        for deadline in found.deadlines
    )
    for conflict in found.conflicts:
        yield f"does not fit: {conflict.sentence}"
