"""What is issued together: a window that opens on another step's day, and that day, so that members read one story."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from actions.cycles.rows_to_change import Held
from models.deadlines import Promise
from models.issues import Issue
from record.cycles import issues
from record.cycles.views import CycleView

Approved = Mapping[int, tuple[Issue, Promise]]  # by deadline


def joining(view: CycleView, held: Sequence[Held], last: Approved, chosen: Collection[Held]) -> list[Held]:
    """Return the steps that are issued with the chosen ones: windows that open on their days, days on which they open.

    Only where members read another opening than the one that is set. `last` is what was issued of each.
    """
    pairs, named = list(_pairs(view, held, last)), {step.deadline.step for step in chosen}
    together = {*named}
    while new := {step for pair in pairs if together & pair for step in pair} - together:
        together |= new
    return [step for step in held if step.deadline.step in together - named]


def sentences(joined: Collection[Held]) -> tuple[str, ...]:
    """Return why steps that nobody named are issued too."""
    return tuple(f"{step.deadline.step} is issued too: a period opens on that day" for step in joined)


def _pairs(view: CycleView, held: Sequence[Held], last: Approved) -> Iterator[frozenset[str]]:
    """Yield each window whose new opening members do not read yet, with the step on whose day it opens."""
    waits = {step.deadline.step: step for step in held if not step.is_settled and _reads_otherwise(step, last)}
    for window in waits.values():
        declared = view.chain.step(window.deadline.step)
        opener = declared.opening.refers_to if declared and declared.opening else None
        _, read = last[window.deadline.id]
        if opener in waits and read.opens_on != window.promise.opens_on:
            yield frozenset({window.deadline.step, opener})


def _reads_otherwise(step: Held, last: Approved) -> bool:
    """Return True if members read the step's date, and not as it is set."""
    return step.deadline.id in last and not issues.reads_alike(last[step.deadline.id][1], step.promise)
