"""The hours of mail: it leaves on a working day, between nine in the morning and six.

They are those of its reader; but what gives or changes a right leaves to all at one moment, in Geneva's.
"""

from datetime import datetime, time, timedelta
from typing import Protocol

from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.ladder import Reminder
from planning.zones import HOME_ZONE, known_zone, zone_info

MORNING, EVENING = time(9, 0), time(18, 0)
LAST_ROUND = time(17, 45)  # of the day's hours of mail: rounds come every quarter of an hour


class Seat(Protocol):
    """What has a zone and a duty station: a chain, or a cycle of one."""

    @property
    def zone(self) -> str:
        """An IANA zone."""

    @property
    def place(self) -> str:
        """The duty station whose closed days hold mail back."""


def leaves_at(reminder: Reminder, zone: str) -> datetime:
    """Return the instant at which the reminder leaves for a reader in `zone`: 09:00 there, unless it is one for all."""
    return reminder.at or datetime.combine(reminder.leaves_on, MORNING, zone_info(zone))


def next_morning(since: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first nine o'clock in Geneva, of a working day by its `calendar`, at that instant or after it."""
    local = since.astimezone(zone_info(HOME_ZONE))
    day = local.date() if local.time() <= MORNING else local.date() + timedelta(days=1)
    return datetime.combine(calendar.forward(day), MORNING, zone_info(HOME_ZONE))


def next_permitted(now: datetime, zone: str, calendar: WorkCalendar) -> datetime:
    """Return `now`, or the next nine o'clock of a working day in `zone` when mail would arrive at night or on a Sunday.

    A round that catches up after an outage asks this too: nothing goes out at midnight because a server came back then.
    """
    local = now.astimezone(zone_info(zone))
    if calendar.is_working(local.date()) and MORNING <= local.time() < EVENING:
        return now
    day = local.date() if local.time() < EVENING else local.date() + timedelta(days=1)
    return datetime.combine(calendar.forward(day), MORNING, zone_info(zone))


def next_permitted_to(
    reader_zone: str | None, seat: Seat | None, calendars: Calendars, now: datetime, *, to_all: bool
) -> datetime:
    """Return `now`, or when the hours of mail begin, for a message whose first deadline is of that seat.

    They are those of the place where the reader works; of what leaves `to_all` at one moment, Geneva's.
    """
    if to_all:
        return next_permitted(now, HOME_ZONE, calendars[HOME_PLACE])
    home, place = (seat.zone, seat.place) if seat else (HOME_ZONE, HOME_PLACE)
    zone = known_zone(reader_zone) or home
    return next_permitted(now, zone, calendars.of_reader(place, zone))
