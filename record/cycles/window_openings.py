"""When a window opens: the instant at which all are invited to it, reckoned from its day and from what is on record."""

from datetime import datetime, time

from planning.calendar import WorkCalendar
from planning.mail_hours import next_morning, next_permitted
from planning.zones import HOME_ZONE, zone_info
from record.cycles.views import CycleView, DeadlineView


def opening(view: CycleView, window: DeadlineView, calendar: WorkCalendar) -> datetime | None:
    """Return the instant at which all are invited to a window; None where it is not known on which day it opens.

    That is nine o'clock in Geneva on that day, or on the next working day of `calendar`, which is Geneva's. Where the
    cycle or the date was put on record later than that, it is the next hour of mail in Geneva.
    """
    if window.opens is None:
        return None
    morning = next_morning(datetime.combine(window.opens, time.min, zone_info(view.zone)), calendar)
    known = max(view.opened_at, window.promised_at)
    return morning if known <= morning else next_permitted(known, HOME_ZONE, calendar)
