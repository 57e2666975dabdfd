"""The chain of a cycle as its rows copied it: editing the file never moves a date of an open cycle.

Editions of one chain copy the same steps, year after year: equal copies are one value, whose orders are found once.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from actions.cycles import provisional
from actions.cycles.latest import LatestRow
from actions.cycles.views import AnchorView
from models.cycles import Cycle
from planning.chain import Anchor, Chain, Step
from planning.ladder import parse_ladder

KEPT = 512  # chains, in their versions


def chain_of(cycle: Cycle, anchors: Iterable[AnchorView], rows: Iterable[LatestRow], zone: str) -> Chain:
    """Return the chain of a cycle in a zone, from its anchors and the rows of its deadlines."""
    return _chain(
        (cycle.chain, cycle.version, cycle.title, cycle.mandate),
        tuple(provisional.declared(anchor) for anchor in anchors),
        tuple(_copied(row) for row in rows),
        (zone, cycle.place),
    )


def _copied(row: LatestRow) -> tuple[Any, ...]:
    """Return the values of a step, in the order in which it takes them."""
    return (
        row.step, row.title, row.by, row.to, row.rule, row.opening, tuple(row.follows), tuple(row.before), row.purpose,
        row.via, row.source, parse_ladder(row.ladder), row.evidence, row.confirmation, row.note,
    )  # fmt: skip


@lru_cache(KEPT)
def _chain(
    names: tuple[str, int, str, str],
    anchors: tuple[Anchor, ...],
    steps: tuple[tuple[Any, ...], ...],
    where: tuple[str, str],
) -> Chain:
    return Chain(*names, anchors, tuple(Step(*values) for values in steps), *where)
