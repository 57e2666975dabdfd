"""The fit of dates: the latest day of each step, its float in days, and the conflicts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planning.chain import Chain
from planning.floats import Ordinals, float_days
from planning.rule_words import count_of
from planning.window import Window

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
    """Return the floats in days and the conflicts of the dated steps; `bound` names steps whose date was agreed."""
    last = {name: window.last.toordinal() for name, window in days.items()}  # whole numbers from here on: they are fast
    floats = float_days(chain, last, _ends(chain, last, bound))
    return Fit(floats, tuple(_conflicts(chain, days, last, opens)))


def _ends(chain: Chain, last: Ordinals, bound: Collection[str]) -> dict[str, int]:
    """Return the latest day of each step that has one: an agreed date, or one set by an anchor."""
    ends = {slug: last[slug] for slug in chain.ending_at_anchor if slug in last}
    ends |= {slug: last[slug] for slug in bound if slug in last}
    for slug, names in chain.preceding.items():
        limits = [last[name] for name in names if name in last]
        if limits:
            ends[slug] = min(*limits, ends.get(slug, limits[0]))
    return ends


def _conflicts(chain: Chain, days: Days, last: Ordinals, opens: Mapping[str, date]) -> Iterator[Conflict]:
    for needs, slug in chain.links:
        if needs in last and slug in last and last[slug] < last[needs]:
            yield _too_early(slug, needs, days, last[needs] - last[slug])
    for step in chain.steps:
        for end in step.before:
            if chain.step(end) is None and step.slug in last and end in last and last[step.slug] > last[end]:
                yield _too_late(step.slug, end, days, last[step.slug] - last[end])
        if step.slug in opens and step.slug in days and opens[step.slug] > days[step.slug].last:
            yield _shut(step.slug, opens[step.slug], days[step.slug].last)


def _too_early(step: str, needs: str, days: Days, short: int) -> Conflict:
    by = count_of(short, "day")
    sentence = f"{step} is due on {days[step].last}, {by} before {needs} ({days[needs].last}), which it needs"
    return Conflict(step, needs, short, sentence)


def _too_late(step: str, end: str, days: Days, late: int) -> Conflict:
    by = count_of(late, "day")
    sentence = f"{step} is due on {days[step].last}, {by} after {end} ({days[end].last}), which it must precede"
    return Conflict(step, end, late, sentence)


def _shut(step: str, opens: date, closes: date) -> Conflict:
    """Return the conflict of a window that would close before it opens."""
    sentence = f"{step} would close on {closes} before it opens on {opens}"
    return Conflict(step, "opens", (opens - closes).days, sentence)
