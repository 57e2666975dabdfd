"""The chain of a cycle as it was copied into rows: editing the chain's file never moves a date of an open cycle.

Editions of one chain mostly have the same steps. Equal copies share one value, and its orders are reckoned once.
"""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from models.cycles import Cycle
from planning.chain import KEPT, Anchor, Chain, Step
from planning.ladder import parse_ladder
from record.cycles import provisional_anchors
from record.cycles.latest_rows import LatestRow
from record.cycles.views import AnchorView

MOST = 512  # chains, in their versions


def chain_of(cycle: Cycle, anchors: Iterable[AnchorView], rows: Iterable[LatestRow], zone: str) -> Chain:
    """Return the chain of a cycle in a zone, from its anchors and the rows of its deadlines."""
    return _chain(
        _Names(cycle.chain, cycle.version, cycle.title, cycle.mandate),
        tuple(provisional_anchors.declared(anchor) for anchor in anchors),
        tuple(_copied(row) for row in rows),
        (zone, cycle.place),
    )


def _copied(row: LatestRow) -> tuple[Any, ...]:
    """Return the values of a step: those that have names of their own here, then those kept under the step's names."""
    kept = [tuple(value) if type(value) is list else value for value in _KEPT_OF(row)]
    return (row.step, row.rule, row.opening, row.ladder, *kept)


def _make_step(slug: str, due: str | None, opens: str | None, ladder: str, *kept: Any) -> Step:
    values = dict(zip(KEPT, kept, strict=True))
    return Step(slug, due=due, opens=opens, ladder=parse_ladder(ladder), **values)


_KEPT_OF = attrgetter(*KEPT)


class _Names(NamedTuple):
    """The names of a chain, in the order of its first parameters."""

    slug: str
    version: int
    title: str
    mandate: str


@lru_cache(MOST)
def _chain(
    names: _Names,
    anchors: tuple[Anchor, ...],
    steps: tuple[tuple[Any, ...], ...],
    where: tuple[str, str],
) -> Chain:
    return Chain(*names, anchors, tuple(_make_step(*values) for values in steps), *where)
