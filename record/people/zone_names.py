"""Time zones as tables name them: by IANA's name in any spelling, a city, a country with one zone, or Windows' name."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from notifications.language import OFFICIAL, speak
from planning.calendar import HOME_PLACE
from planning.errors import CouncilError, UnknownZone, among, quoted
from planning.names import unaccented
from planning.zones import HOME_ZONE, NO_CITIES, SEAT, known_zone, parts_of, zone_info
from record.locales import locales
from record.people.language_names import NEAR

LISTED = 5  # zones in a sentence


class SeveralZones(CouncilError):
    """A name, such as that of a large country, that stands for more than one zone."""

    def __init__(self, words: str, zones: list[str]) -> None:
        more = ", …" if len(zones) > LISTED else ""
        super().__init__(
            f"{quoted(words)} stands for more than one time zone; write one of {among(zones[:LISTED])}{more}"
        )


def zone_named(words: str) -> str:
    """Return the IANA zone that the words mean: `Europe/Paris` for `Paris`. Raises UnknownZone, SeveralZones."""
    try:
        return zone_info(words.strip()).key
    except UnknownZone:
        return _looked_up(words)


@cache
def _looked_up(words: str) -> str:
    name = unaccented(words)
    zones = _zones().get(name, [])
    if not zones:
        near = get_close_matches(name, _zones(), 1, NEAR) if name else []
        near = near or [part for part in map(unaccented, parts_of(words)) if part in _zones()]
        raise UnknownZone(words, among(_zones()[near[0]][:LISTED]) if near else None)
    if len(zones) > 1:
        raise SeveralZones(words, zones)
    return zones[0]


def nearest_place(place: str, others: Collection[str] = ()) -> str | None:
    """Return the place that one was probably meant for, which no zone is called after; None for a known place."""
    if unaccented(place) in _zones():
        return None
    cities = {zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones()}
    known = {unaccented(name): name for name in (*cities, HOME_PLACE, *others) if name != place}
    near = get_close_matches(unaccented(place), known, 1, NEAR)
    return known[near[0]] if near else None


@cache
def _zones() -> dict[str, list[str]]:
    """Return the zones of each name, as it is compared: a full name is nearer than a city, a city than a country."""
    zones: dict[str, list[str]] = {}
    for names in (_full_names(), _cities(), _countries(), _of_windows()):
        new: dict[str, list[str]] = {}
        for name, zone in names:
            if zone not in new.setdefault(unaccented(name), []):
                new[unaccented(name)].append(zone)
        zones = new | zones
    zones.pop("", None)
    return zones


def _full_names() -> Iterator[tuple[str, str]]:
    yield from ((zone, zone) for zone in sorted(available_timezones()) if known_zone(zone))


def _cities() -> Iterator[tuple[str, str]]:
    """Yield each city that a zone is called after, in the languages of tables, and the seat of the office."""
    from babel.core import get_global

    yield from ((seat, HOME_ZONE) for seat in (*(speak(tag).say("date", "seat") for tag in OFFICIAL), *SEAT))
    aliases, places = get_global("zone_aliases"), get_global("zone_territories")
    for zone in sorted(available_timezones()):
        current, city = aliases.get(zone, zone), zone.rpartition("/")[2]
        if current in places and city.casefold() not in NO_CITIES:
            yield city, current
    for locale in locales():
        yield from ((about["city"], zone) for zone, about in locale.time_zones.items() if "city" in about)


def _countries() -> Iterator[tuple[str, str]]:
    from babel.core import get_global

    for territory, zones in get_global("territory_zones").items():
        for locale in locales():
            yield from ((locale.territories.get(territory, ""), zone) for zone in zones)


def _of_windows() -> Iterator[tuple[str, str]]:
    from babel.core import get_global

    yield from get_global("windows_zone_mapping").items()
