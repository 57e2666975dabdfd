"""What a poller reads of a feed."""

import re

from tests.calendars.parsers import titles

EVERYTHING = "/feeds/en/everything.ics"


def events(data: bytes) -> dict[str, str]:
    """Return the components by UID, unfolded."""
    texts = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", data.decode().replace("\r\n ", ""), re.DOTALL)
    return {re.search(r"^UID:(\S+)", event, re.MULTILINE)[1]: event for event in texts}


def names(data: bytes) -> list[str]:
    return sorted(titles(data)["icalendar"])
