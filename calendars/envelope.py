"""The VCALENDAR around events, with which every feed and every invitation begins."""

from icalendar import Calendar

PRODID = "-//council-cycle//calendars//EN"  # constant: a version in it would change every feed at every release


def envelope() -> Calendar:
    """Return a calendar with VERSION, PRODID and CALSCALE and, unlike `Calendar.new()`, without a UID.

    A UID on the calendar makes vdirsyncer take all its events for one.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    return calendar
