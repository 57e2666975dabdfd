"""Zones of time: the office's own, the words that letters print, and the IANA zones.

A chain names its zone in its file (`zone=`, in `planning/chain.py`), a person theirs (`person/zone`).
"""

import re
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from planning.errors import OffsetForZone, UnknownZone

HOME_ZONE = "Europe/Zurich"  # the secretariat's seat: its clock is meant where no zone is stated

# What letters print instead of a zone: the hours from UTC, and where people keep that time.
ABBREVIATIONS = {
    "UTC": (0, "UTC"),
    "GMT": (0, "Etc/GMT"),
    "CET": (1, HOME_ZONE),
    "CEST": (2, HOME_ZONE),
    "EST": (-5, "America/New_York"),
    "EDT": (-4, "America/New_York"),
}

OFFSET = re.compile(r"(?:GMT|UTC)(?P<sign>[+-])(?P<hours>\d{1,2})(?::?00)?", re.IGNORECASE)
MEANT = {  # letters that people write for a zone, whose offset is another in summer or which several zones share
    "AOE": "Etc/GMT+12",  # anywhere on Earth: the last place where a day ends
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "BST": "Europe/London",
    "MSK": "Europe/Moscow",
    "JST": "Asia/Tokyo",
    "MEZ": HOME_ZONE,
    "MESZ": HOME_ZONE,
}


@cache
def zone_info(zone: str) -> ZoneInfo:
    """Return the IANA zone. Raises UnknownZone."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise UnknownZone(zone) from None


def local_day(at: datetime, zone: str = HOME_ZONE) -> date:
    """Return the day that it is at an instant in a zone: at the secretariat's seat, unless another is named."""
    return at.astimezone(zone_info(zone)).date()


def in_geneva(at: datetime) -> str:
    """Return an instant on the secretariat's clock: `2017-02-13 10:10`."""
    return f"{at.astimezone(zone_info(HOME_ZONE)):%Y-%m-%d %H:%M}"


def check_zone(zone: str) -> None:
    """Return nothing for a zone that we can read. Raises UnknownZone."""
    if zone in ABBREVIATIONS or known_zone(zone):
        return
    if offset := OFFSET.fullmatch(zone):
        sign, hours = offset["sign"], int(offset["hours"])
        same = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"  # the names of these zones count westward
        if known_zone(same):
            season = {1: f" ({zone} in winter)", 2: f" ({zone} in summer)"}.get(hours, "") if sign == "+" else ""
            raise OffsetForZone(zone, f"{HOME_ZONE}{season}", same)
    raise UnknownZone(zone, MEANT.get(zone.upper()))


def known_zone(zone: str | None) -> str | None:
    """Return the IANA zone, or None where there is none or nobody knows it."""
    try:
        return zone_info(zone).key if zone else None
    except UnknownZone:
        return None
