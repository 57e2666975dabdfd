"""Short windows: those in which less than the least time for comments would be left once members are invited."""

from dataclasses import replace
from datetime import date, datetime

from planning.calendar import WorkCalendar
from planning.least_time import Short
from planning.zones import local_day
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView, Settled


def short(view: CycleView, window: DeadlineView, invited_at: datetime) -> Short | None:
    """Return the window if members invited at that instant had less than its least time, and nobody has kept that."""
    due, invited_on = window.due, local_day(invited_at)
    if due is None or window.least_days is None or window.short_because or not window.basis.binds:
        return None
    if (due - invited_on).days >= window.least_days:
        return None
    later = [each for each in view.deadlines if each.is_open and each.due and each.due > due]
    coming = min(later, key=lambda each: each.due or date.max, default=None)
    return Short(
        view.name, window.step, invited_on, due, window.least_days, window.least_source,
        coming.step if coming else None, coming.due if coming else None,
    )  # fmt: skip


def after_posting(view: CycleView, step: str, now: datetime, calendar: WorkCalendar) -> list[Short]:
    """Return the windows that open on a step and would be short if it were met now; `calendar` is Geneva's."""
    met = Settled("met", local_day(now), "", None, None, None, at=now)
    steps = [each._replace(settlement=met) if each.step == step else each for each in view.deadlines]
    posted = replace(view, deadlines=tuple(steps))
    windows = [each for each in steps if (draft := window_openings.draft_of(posted, each)) and draft.step == step]
    invited = [(each, window_openings.opening(posted, each, calendar)) for each in windows if each.is_open]
    return [window for each, at in invited if at and (window := short(posted, each, at))]
