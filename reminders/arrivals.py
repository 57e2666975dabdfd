"""Reminders that have come: those of a deadline whose hour is past, on the clock of the reader's zone, or of all."""

from datetime import datetime
from typing import NamedTuple

from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.digests import Cadence, reached
from planning.ladder import Reminder, parse_ladder
from planning.mail_hours import leaves_at
from planning.standing import Standing
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView


class Pace(NamedTuple):
    """How somebody hears: by the clock of a zone, the cycle's where it is empty; at once, or in a digest."""

    zone: str = ""
    cadence: Cadence = Cadence.EACH


AT_ONCE = Pace()


def reminders(
    view: CycleView, deadline: DeadlineView, calendars: Calendars, theirs: WorkCalendar
) -> tuple[Reminder, ...]:
    """Return every reminder of a deadline that has a date, past or to come; `theirs` is the reader's calendar.

    A window whose draft is missing has none: it is not open, and nobody is recalled to it.
    """
    assert deadline.due is not None
    if window_openings.missing_draft(view, deadline):
        return ()
    opening = window_openings.opening(view, deadline, calendars[HOME_PLACE])
    return parse_ladder(deadline.ladder).reminders(opening, deadline.due, theirs)


def come(
    view: CycleView,
    deadline: DeadlineView,
    reminders: tuple[Reminder, ...],
    calendar: WorkCalendar,
    now: datetime,
    pace: Pace = AT_ONCE,
) -> tuple[Reminder, ...]:
    """Return the reminders that have come between the day that the date was set and `now`, earliest first."""
    if not is_chased(view, deadline, now):
        return ()
    since, zone = max(view.opened_at, deadline.promised_at), pace.zone or view.zone
    return tuple(
        reminder
        for reminder in reached(reminders, now, zone, pace.cadence, calendar)
        if leaves_at(reminder, zone) >= since
    )


def is_chased(view: CycleView, deadline: DeadlineView, now: datetime) -> bool:
    """Return True if the deadline is still chased: it is to come or overdue, and was not past when the cycle opened."""
    assert deadline.closes is not None
    if deadline.closes < view.opened_at:
        return False
    return now <= deadline.closes or deadline.standing is Standing.OVERDUE
