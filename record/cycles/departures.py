"""Departures: dates that were agreed for steps that stand by rule, and are not the days that the rule gives.

Nothing of it is stored: the rule's day moves with its reference date, the agreed one does not.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from planning.basis import Basis, Force
from planning.calendar import Calendars
from planning.chain import Chain
from planning.errors import CouncilError
from planning.flags import Departs
from planning.plan import rule_day
from planning.rule_context import Known
from planning.window import Window
from record.cycles.latest_rows import LatestRow

AGREED = (Basis.AGREED, Basis.ANNOUNCED)


def flags_of(
    chain: Chain,
    rows: Iterable[LatestRow],
    days: Mapping[str, Window],
    edition: int | None,
    calendars: Callable[[], Calendars],
) -> dict[str, tuple[Departs, ...]]:
    """Return the flag of each step whose agreed date departs from its rule; `days` are those of steps and anchors.

    The calendars are asked for only where a rule counts working days.
    """
    flags: dict[str, tuple[Departs, ...]] = {}
    for row in rows:
        if row.force != Force.RULE or row.basis not in AGREED:
            continue
        step = chain.step(row.step)
        assert step is not None
        assert step.rule is not None
        known = Known(days, edition, calendars() if step.rule.places else Calendars())
        with suppress(CouncilError):  # no believable day
            given = rule_day(step.rule, known)
            if given and given.last != row.due_on:
                flags[row.step] = (Departs(given, row.source),)
    return flags
