"""Which acts and readings stand for all others in every run: one of each shape. `make proofs` tells all.

They follow from what is declared: an act whose like there was not stands for itself from its first day.
"""

from collections.abc import Iterable, Iterator, Sequence

import pytest

from kernel import registry
from kernel.declaration import Act
from kernel.readings import Reading

OWN_WAYS = (
    "asks_first",
    "undo",
    "no_undo",
    "undo_unless",
    "no_preview",
    "no_form",
    "outside",
    "makes_store",
    "prepare",
    "adds_people",
    "second",
)
OF_READINGS = ("short", "columns")
LIKE_OTHERS = pytest.mark.proof("an act whose parameters and ways other acts have, which are told in every run")


def shape(of: Act | Reading) -> set[str]:
    """Return the kinds of its parameters, and the ways in which it differs from a plain one."""
    ways = OWN_WAYS if isinstance(of, Act) else OF_READINGS
    return {way for way in ways if getattr(of, way)} | {parameter.kind.name for parameter in of.parameters}


def _chosen(declared: Sequence[Act] | Sequence[Reading]) -> Iterator[str]:
    seen: set[str] = set()
    for one in sorted(declared, key=lambda one: -len(shape(one))):
        if not shape(one) <= seen:
            seen |= shape(one)
            yield one.name


REPRESENTATIVES = frozenset(_chosen(registry.acts()))
READINGS = frozenset(_chosen(registry.readings()))
some_or_all_readings = pytest.mark.parametrize(
    "names",
    [
        pytest.param(READINGS, id="some"),
        pytest.param(
            frozenset(each.name for each in registry.readings()),
            marks=pytest.mark.proof("all readings, each way: ten CPU seconds; one of each shape in every run"),
            id="all",
        ),
    ],
)


def each(names: Iterable[str]) -> list[object]:
    """Return the parameters for a story of each of these acts, the others than the representatives left to proofs."""
    return [pytest.param(name, marks=() if name in REPRESENTATIVES else LIKE_OTHERS) for name in names]
