"""Whether dates fit: what bounds each step from above, the float between the two ends, and the conflicts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from planning.chain import Chain, Step
from planning.floats import float_days
from planning.window import Window
from planning.words import count_of

Days = Mapping[str, Window]  # by step, and by anchor's end


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step due before what it needs, or after what it must precede, by so many days."""

    step: str
    needs: str
    days: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The float in days of each step with two ends, and what does not fit."""

    floats: Mapping[str, int]
    conflicts: tuple[Conflict, ...]


def fit(chain: Chain, days: Days, opens: Mapping[str, date], bound: Collection[str]) -> Fit:
    """Return how the dated steps of a chain fit; `bound` names those whose date was agreed."""
    return Fit(float_days(chain, days, _ends(chain, days, bound)), _conflicts(chain, days, opens))


def _ends(chain: Chain, days: Days, bound: Collection[str]) -> dict[str, int]:
    """Return, as ordinals, the days that bound steps from above: agreed ones, and those that an anchor sets."""
    limits = {step.slug: _limits(chain, step, days, bound) for step in chain.steps}
    return {slug: min(found).toordinal() for slug, found in limits.items() if found}


def _limits(chain: Chain, step: Step, days: Days, bound: Collection[str]) -> list[date]:
    limits = [days[name].last for name in step.before if name in days]
    if step.slug in days and (step.slug in bound or chain.ends_at_anchor(step)):
        limits.append(days[step.slug].last)
    return limits


def _conflicts(chain: Chain, days: Days, opens: Mapping[str, date]) -> tuple[Conflict, ...]:
    found = [_too_early(step, needs, days) for needs, step in chain.links]
    for step in chain.steps:
        found += [_too_late(step.slug, end, days) for end in step.before if chain.step(end) is None]
        found.append(_shut(step.slug, days, opens))
    return tuple(conflict for conflict in found if conflict)


def _too_early(step: str, needs: str, days: Days) -> Conflict | None:
    short = _days_between(step, needs, days)
    if short <= 0:
        return None
    by = count_of(short, "day")
    sentence = f"{step} is due on {days[step].last}, {by} before {needs} ({days[needs].last}), which it needs"
    return Conflict(step, needs, short, sentence)


def _too_late(step: str, end: str, days: Days) -> Conflict | None:
    late = _days_between(end, step, days)
    if late <= 0:
        return None
    by = count_of(late, "day")
    sentence = f"{step} is due on {days[step].last}, {by} after {end} ({days[end].last}), which it must precede"
    return Conflict(step, end, late, sentence)


def _days_between(first: str, second: str, days: Days) -> int:
    return (days[second].last - days[first].last).days if first in days and second in days else 0


def _shut(step: str, days: Days, opens: Mapping[str, date]) -> Conflict | None:
    """Return the conflict of a window that would close before it opens."""
    if step not in opens or step not in days or opens[step] <= days[step].last:
        return None
    sentence = f"{step} would close on {days[step].last} before it opens on {opens[step]}"
    return Conflict(step, "opens", (opens[step] - days[step].last).days, sentence)
