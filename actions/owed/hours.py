"""When mail may arrive: on a working day, from nine in the morning to six in the evening, where its reader is."""

from datetime import datetime, time, timedelta

from planning.calendar import WorkCalendar
from planning.hours import zone_info
from planning.ladder import HOUR

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
