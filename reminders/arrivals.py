"""Reminders that have come: those of a deadline whose hour is there, for a reader in a zone."""

from datetime import datetime

from planning.calendar import WorkCalendar
from planning.digests import Cadence, reached
from planning.ladder import Reminder, Rung, parse_ladder
from planning.mail_hours import leaves_at
from planning.standing import Standing
from record.cycles.views import CycleView, DeadlineView


def reminders(deadline: DeadlineView, calendar: WorkCalendar) -> tuple[Reminder, ...]:
    """Return every reminder of a dated deadline."""
    assert deadline.due is not None
    return parse_ladder(deadline.ladder).reminders(deadline.opens, deadline.due, calendar)


def come(
    view: CycleView,
    deadline: DeadlineView,
    reminders: tuple[Reminder, ...],
    calendar: WorkCalendar,
    now: datetime,
    *,
    zone: str = "",
    cadence: Cadence = Cadence.EACH,
) -> tuple[Reminder, ...]:
    """Return the reminders that have come since the date was promised; the opening also when it was agreed late.

    For a reader in `zone`, or in the cycle's own.
    """
    if not is_chased(view, deadline, now):
        return ()
    since, zone = max(view.opened_at, deadline.promised_at), zone or view.zone
    return tuple(
        reminder
        for reminder in reached(reminders, now, zone, cadence, calendar)
        if leaves_at(reminder, zone) >= (view.opened_at if reminder.rung == Rung.OPENING else since)
    )


def is_chased(view: CycleView, deadline: DeadlineView, now: datetime) -> bool:
    """Whether reminders make sense now: not for what was past at the opening, nor for a day nobody agreed."""
    assert deadline.closes is not None
    if deadline.closes < view.opened_at:
        return False
    return now <= deadline.closes or deadline.standing is Standing.OVERDUE
