"""When mail may arrive: on a working day, from nine in the morning to six in the evening, where its reader is."""

from datetime import datetime, time, timedelta

from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.hours import HOME_ZONE, known_zone, zone_info
from planning.ladder import HOUR
from record.cycles.views import CycleView

EVENING = time(18, 0)


def next_permitted(now: datetime, zone: str, calendar: WorkCalendar) -> datetime:
    """Return `now`, or the next nine o'clock of a working day in `zone` when mail would arrive at night or on a Sunday.

    A round that catches up after an outage asks this too: nothing goes out at midnight because a server came back then.
    """
    local = now.astimezone(zone_info(zone))
    if calendar.is_working(local.date()) and HOUR <= local.time() < EVENING:
        return now
    day = local.date() if local.time() < HOUR else local.date() + timedelta(days=1)
    return datetime.combine(calendar.forward(day), HOUR, zone_info(zone))


def next_permitted_to(reader_zone: str | None, view: CycleView | None, calendars: Calendars, now: datetime) -> datetime:
    """Return `now`, or when the reader's working day begins, for a message whose first deadline is of that cycle."""
    zone, place = (view.zone, view.place) if view else (HOME_ZONE, HOME_PLACE)
    return next_permitted(now, known_zone(reader_zone) or zone, calendars[place])
