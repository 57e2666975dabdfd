"""One entry as the text/calendar part of a mail."""

import re

from icalendar.prop import vCalAddress

from calendars.entry import Entry, EntryRefused
from calendars.envelope import envelope
from calendars.render import component_of

_MAILBOX = re.compile(r"[A-Za-z0-9._+\-]+@[A-Za-z0-9.\-]+")


def publish(entry: Entry, organizer: str) -> bytes:
    """Return a calendar of METHOD:PUBLISH with the one event, which asks no answer of its reader.

    `organizer` is a bare mail address; RFC 5546, 3.2.1 asks for one. The part that carries the bytes is
    `text/calendar; method=PUBLISH; charset=utf-8`. Raises EntryRefused when the organizer is not a mail address.
    """
    if not _MAILBOX.fullmatch(organizer):
        raise EntryRefused(entry.uid, f"has the organizer {organizer!r}: give a bare mail address")
    calendar = envelope()
    calendar.add("method", "PUBLISH")
    event = component_of(entry)
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
