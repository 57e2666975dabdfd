"""Decisions that are due in a cycle: proposed dates to agree, windows by rule to issue, windows without a draft."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from planning.basis import Basis
from planning.standing import Standing
from planning.zones import local_day
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView

AHEAD = timedelta(days=28)  # before a date, to agree it; before a cycle's first date, to open the cycle


def unagreed(view: CycleView, now: datetime) -> Iterator[DeadlineView]:
    """Yield the deadlines whose proposed date comes within four weeks, or has passed since the cycle was opened.

    The day of `now` is that of the cycle's zone. A date that was past when the cycle was opened was flagged then.
    """
    return (deadline for deadline in _near(view, now) if deadline.standing is Standing.PROPOSED)


def unannounced(view: CycleView, now: datetime) -> Iterator[DeadlineView]:
    """Yield likewise the windows whose date stands by rule, and which nobody has issued to those who are invited."""
    return (
        deadline for deadline in _near(view, now)
        if deadline.is_window and deadline.is_open and deadline.basis is Basis.RULE and deadline.approved is None
    )  # fmt: skip


def _near(view: CycleView, now: datetime) -> Iterator[DeadlineView]:
    last = local_day(now, view.zone) + AHEAD
    for deadline in view.deadlines:
        if deadline.due and deadline.due <= last and deadline.closes and deadline.closes >= view.opened_at:
            yield deadline


def draftless(view: CycleView, now: datetime) -> Iterator[tuple[DeadlineView, DeadlineView]]:
    """Yield each window that should be open on the day of `now` (the cycle's zone), with the step that it waits for."""
    today = local_day(now, view.zone)
    for window in view.deadlines:
        draft = window_openings.missing_draft(view, window) if window.is_open else None
        if draft and window.opens and window.opens <= today <= (window.due or today):
            yield window, draft
