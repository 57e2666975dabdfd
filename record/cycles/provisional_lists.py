"""Dates that are reckoned with a holiday list that is not on record, or that nobody has checked: they are provisional.

It is said of the list as it is now, and only inside; what a promise keeps of it is how the list was then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from planning.calendar import Calendars
from planning.chain import Chain
from planning.flags import ListFlag
from planning.links import Computed, derivation
from planning.plan import list_flags
from planning.window import Window
from record.cycles.latest_rows import LatestRow
from record.cycles.views import DeadlineView

SETTLED = ("met", "waived")


def flags_of(
    chain: Chain, rows: Iterable[LatestRow], days: Mapping[str, Window], calendars: Callable[[], Calendars]
) -> dict[str, tuple[ListFlag, ...]]:
    """Return the flags of each open step by what it is reckoned from, link by link; `days` are those of the cycle.

    The calendars are asked for only where a rule counts working days.
    """
    if not chain.counted_in:
        return {}
    needed = {
        row.step: dict.fromkeys(_needed(chain, row, days)) for row in rows if row.due_on and row.settled not in SETTLED
    }
    return {
        step: tuple(dict.fromkeys(flag for place, *ends in of_step for flag in list_flags(calendars(), place, *ends)))
        for step, of_step in needed.items()
        if of_step
    }


def _needed(chain: Chain, row: LatestRow, days: Mapping[str, Window]) -> Iterator[tuple[str, date, date]]:
    """Yield each duty station whose closed days count for a date or its opening, and from when to when."""
    for link in derivation(row.derivation):
        if isinstance(link, Computed):
            near = link.near or days.get(link.hangs_from or "") or link.days
            for place in link.calendars:
                yield place, min(link.days.first, near.first), max(link.days.last, near.last)
    step = chain.step(row.step)
    if step and step.opening and row.opens_on:
        for place in step.opening.places:
            yield place, row.opens_on, row.opens_on


def of(deadline: DeadlineView) -> tuple[ListFlag, ...]:
    """Return the flags of a date that say that it is reckoned without a checked list."""
    return tuple(flag for flag in deadline.waits if isinstance(flag, ListFlag))
