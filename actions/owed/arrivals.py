"""Reminders that have come: the rungs of a deadline whose hour is there, for a reader in a zone."""

from datetime import datetime

from actions.cycles.views import CycleView, DeadlineView
from planning.bundling import Cadence, reached
from planning.calendar import WorkCalendar
from planning.ladder import Rung, leaves_at, parse_ladder
from planning.standing import Standing


def ladder_rungs(deadline: DeadlineView, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """Return every rung of a dated deadline."""
    assert deadline.due is not None
    return parse_ladder(deadline.ladder).rungs(deadline.opens, deadline.due, calendar)


def come(
    view: CycleView,
    deadline: DeadlineView,
    rungs: tuple[Rung, ...],
    calendar: WorkCalendar,
    now: datetime,
    *,
    zone: str = "",
    cadence: Cadence = Cadence.EACH,
) -> tuple[Rung, ...]:
    """Return the rungs that have come since the date was promised; the opening also when it was agreed late.

    For a reader in `zone`, or in the cycle's own.
    """
    if not is_chased(view, deadline, now):
        return ()
    since, zone = max(view.opened_at, deadline.promised_at), zone or view.zone
    return tuple(
        rung
        for rung in reached(rungs, now, zone, cadence, calendar)
        if leaves_at(rung, zone) >= (view.opened_at if rung.key == "opening" else since)
    )


def is_chased(view: CycleView, deadline: DeadlineView, now: datetime) -> bool:
    """Whether reminders make sense now: not for what was past at the opening, nor for a day nobody agreed."""
    assert deadline.closes is not None
    if deadline.closes < view.opened_at:
        return False
    return now <= deadline.closes or deadline.standing is Standing.OVERDUE
