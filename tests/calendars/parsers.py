"""What four real parsers and our own lint say of a calendar: icalendar, ical, vobject and libical."""

from collections.abc import Callable

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

from tests.calendars import libical
from tests.calendars.lint import feed_faults

# (UID, title) of each event in the order of the bytes, and what the parser complains of
Reading = tuple[list[tuple[str, str]], list[str]]


def faults(feed_bytes: bytes) -> list[str]:
    """Return the faults of a feed that the lint or any of the four parsers finds; empty when there are none."""
    return [f"lint: {fault}" for fault in feed_faults(feed_bytes)] + parser_faults(feed_bytes)


def parser_faults(data: bytes) -> list[str]:
    """Return the complaints of the four parsers about a feed or an invitation, and where they read different events."""
    readings = {name: read(data) for name, read in READERS.items()}
    complaints_found = [
        f"{name}: {complaint}" for name, (_, complaints) in readings.items() for complaint in complaints
    ]
    expected, _ = readings["icalendar"]
    return complaints_found + [
        f"{name}: reads other events" for name, (events, _) in readings.items() if events != expected
    ]


def titles(data: bytes) -> dict[str, list[str]]:
    """Return the titles of the events as each parser reads them, in the order of the bytes."""
    return {name: [title for _, title in read(data)[0]] for name, read in READERS.items()}


def _icalendar(data: bytes) -> Reading:
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except ValueError as refusal:
        return [], [str(refusal)]
    complaints = [f"{name}: {error}" for component in calendar.walk() for name, error in component.errors]
    return [(str(event["UID"]), str(event["SUMMARY"])) for event in calendar.walk("VEVENT")], complaints


def _ical(data: bytes) -> Reading:
    try:
        calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    except (CalendarParseError, ValueError) as refusal:
        return [], [repr(refusal)]
    return [(event.uid or "", event.summary or "") for event in calendar.events], []


def _vobject(data: bytes) -> Reading:
    try:
        calendar = vobject.readOne(data.decode())
        calendar.validate(raiseException=True)
    except (vobject.base.VObjectError, ValueError, StopIteration) as refusal:
        return [], [repr(refusal)]
    events = calendar.contents.get("vevent", [])
    return [(event.uid.value, event.summary.value) for event in events], []


READERS: dict[str, Callable[[bytes], Reading]] = {
    "icalendar": _icalendar,
    "ical": _ical,
    "vobject": _vobject,
    "libical": libical.read,
}
