"""Zones of time: the office's own, the words that letters print, and the IANA zones.

A chain names its zone in its file (`zone=`, in `planning/chain.py`), a person theirs (`person/zone`).
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from planning.errors import OffsetForZone, UnknownZone
from planning.names import unaccented

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
AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
SEAT = ("Geneva", "Genève", "Ginebra", "Genf", "Ginevra", "Genebra", "Женева", "日内瓦", "جنيف")
NO_CITIES = {  # what old names of zones call so lies elsewhere too, or is a part of a country
    "act", "lhi", "north", "nsw", "queensland", "samoa", "south", "tasmania", "victoria", "virgin", "west",
}  # fmt: skip
NO_ZONES = ("localtime", "posix", "right/", "Factory")  # what a machine's folder of zones holds beside them
NEAR = 0.8  # how alike two names are of which one is a slip


@cache
def zone_info(zone: str) -> ZoneInfo:
    """Return the IANA zone. Raises UnknownZone, also for what the files of a machine hold beside the zones."""
    if zone.startswith(NO_ZONES):
        raise UnknownZone(zone)
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
    raise UnknownZone(zone, MEANT.get(zone.upper()) or _nearest(zone))


def _nearest(words: str) -> str | None:
    """Return the zone of the city whose name is nearest; else of the first that the words name: `Heure de Paris`."""
    from difflib import get_close_matches  # imported late because few ask

    if near := get_close_matches(unaccented(words), _of_cities(), 1, NEAR):
        return _of_cities()[near[0]]
    return next(filter(None, (_of_cities().get(unaccented(name)) for name in parts_of(words))), None)


def parts_of(words: str) -> Iterator[str]:
    """Yield what may be the name of a place within the words, the longest first: `Heure de Paris`, `Paris`."""
    parts = re.findall(r"[\w-]+", words)
    yield from (" ".join(parts[at : at + length]) for at in range(len(parts)) for length in (3, 2, 1))


def zone_of(words: str) -> str:
    """Return a zone as it is written, or that of a city that one is called after: `Geneva`, `New York time`.

    Raises UnknownZone.
    """
    city = unaccented(words.removesuffix(" time"))
    if words not in ABBREVIATIONS and not known_zone(words) and city in _of_cities():
        return _of_cities()[city]
    check_zone(words)
    return words


@cache
def _of_cities() -> dict[str, str]:
    """Return the zone of each city that one is called after, by its name without case and accents; and of the seat."""
    zones = {}
    for zone in sorted(available_timezones()):
        area, _, city = zone.partition("/")
        if area in AREAS and "/" not in city and city.casefold() not in NO_CITIES:
            zones[unaccented(city)] = zone
    return zones | {unaccented(name): HOME_ZONE for name in SEAT}


def known_zone(zone: str | None) -> str | None:
    """Return the IANA zone, or None where there is none or nobody knows it."""
    try:
        return zone_info(zone).key if zone else None
    except UnknownZone:
        return None
