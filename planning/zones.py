"""Zones of time: the office's own, the words that letters print, and the IANA zones.

A chain names its zone in its file (`zone=`, in `planning/chain.py`), a person theirs (`person/zone`).
"""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from planning.errors import UnknownZone

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


def check_zone(zone: str) -> None:
    """Return nothing for a zone that we can read. Raises UnknownZone."""
    if zone not in ABBREVIATIONS:
        zone_info(zone)


def known_zone(zone: str | None) -> str | None:
    """Return the IANA zone, or None where there is none or nobody knows it."""
    try:
        return zone_info(zone).key if zone else None
    except UnknownZone:
        return None
