"""Which acts stand for all others in every run: one of each shape that an act can have. `make proofs` tells all.

They follow from what is declared: an act whose like there was not stands for itself from its first day.
"""

from collections.abc import Iterable, Iterator

import pytest

from kernel import registry
from kernel.declaration import Act

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
LIKE_OTHERS = pytest.mark.proof("an act whose parameters and ways other acts have, which are told in every run")


def shape(act: Act) -> set[str]:
    """Return the kinds of its parameters, and the ways in which it differs from a plain act."""
    return {way for way in OWN_WAYS if getattr(act, way)} | {parameter.kind.name for parameter in act.parameters}


def _chosen() -> Iterator[str]:
    seen: set[str] = set()
    for act in sorted(registry.acts(), key=lambda act: -len(shape(act))):
        if not shape(act) <= seen:
            seen |= shape(act)
            yield act.name


REPRESENTATIVES = frozenset(_chosen())


def each(names: Iterable[str], *, also: Iterable[str] = (), marks: Iterable[pytest.MarkDecorator] = ()) -> list[object]:
    """Return the parameters for a story of each of these acts, the others than the representatives left to proofs.

    Those that are told `also` have marks of their own.
    """
    marked, kept = tuple(marks), frozenset(also)
    return [
        pytest.param(name, marks=marked if name in kept else () if name in REPRESENTATIVES else LIKE_OTHERS)
        for name in names
    ]
