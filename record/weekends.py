"""Which days of the week are the weekend of a place, as Unicode CLDR has it for the country that the place lies in."""

from collections.abc import Mapping
from functools import cache

from planning.calendar import HOME_PLACE, SATURDAY_AND_SUNDAY, WEEK, Weekend
from planning.rule_words import WEEKDAYS
from planning.zones import HOME_ZONE


def weekend_in(stated: Mapping[str, str], place: str) -> Weekend:
    """Return the weekend of a zone or a duty station: the one `stated` for its city, else that of its country."""
    own = stated.get(place.rpartition("/")[2].replace("_", " ")) if stated else None
    return frozenset(WEEKDAYS.index(day) for day in own.split()) if own else weekend_of(place)


@cache
def weekend_of(place: str) -> Weekend:
    """Return the weekend of an IANA zone, or of a duty station that a zone is called after; else Saturday and Sunday.

    Nobody works on every day: where CLDR knows one closed day, as in Iran, it is the weekend.
    """
    if place in (HOME_PLACE, HOME_ZONE):
        return SATURDAY_AND_SUNDAY
    from babel import Locale, UnknownLocaleError  # imported late because it takes a tenth of a second

    territory = country_of(place)
    try:
        locale = Locale.parse(f"und_{territory}") if territory else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        return SATURDAY_AND_SUNDAY
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + day) % WEEK for day in range((last - first) % WEEK + 1))


def country_of(place: str) -> str | None:
    """Return the country of a duty station that a zone is called after, such as KE of Nairobi."""
    return _territories().get(place.replace(" ", "_"))


@cache
def _territories() -> dict[str, str]:
    """Return the country of each zone, and of each city that a zone is called after."""
    from babel.core import get_global

    zones: dict[str, str] = dict(get_global("zone_territories"))
    aliases: dict[str, str] = dict(get_global("zone_aliases"))
    zones |= {alias: zones[zone] for alias, zone in aliases.items() if zone in zones}
    return {zone.rpartition("/")[2]: territory for zone, territory in zones.items()} | zones
