"""Ratios, never absolute figures: two pieces of work in turn, in one process, and the median of their quotients."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what, against what, the goal, and what was found."""

    number: int
    what: str
    against: str
    goal: str
    found: float

    def __str__(self) -> str:
        return f"{self.number:>2}  {self.found:>8.2f}x  goal {self.goal:<10} {self.what}, against {self.against}"


def quotient(ours: Callable[[], object], theirs: Callable[[], object], times: int = 200) -> float:
    """Return the median over the rounds of our time by theirs, interleaved so that a drifting machine cancels out."""
    ours(), theirs()
    return median(seconds(ours, times) / seconds(theirs, times) for _ in range(ROUNDS))


def seconds(work: Callable[[], object], times: int) -> float:
    """Return how long the work takes, so many times."""
    start = perf_counter()
    for _ in range(times):
        work()
    return perf_counter() - start
