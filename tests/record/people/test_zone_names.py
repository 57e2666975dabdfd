"""Zones by the names of cities: those of rules and hours are those that tables have, and none is read as another."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from planning.errors import CouncilError
from planning.zones import HOME_ZONE, NO_CITIES, SEAT, zone_of
from record.people.zone_names import zone_named

CITIES = sorted(
    name.partition("/")[2].replace("_", " ") for name in available_timezones() if name.count("/") == 1
    and not name.startswith(("Etc/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "SystemV/", "posix/", "right/"))
)  # fmt: skip
YEAR = [datetime(2027, month, 15, tzinfo=UTC) for month in range(1, 13)]


def test_a_city_is_the_same_place_in_a_rule_and_in_a_table() -> None:
    read = [city for city in CITIES if city.casefold() not in NO_CITIES]
    differ = {
        city: (zone_of(city), zone_named(city)) for city in read if _hours(zone_of(city)) != _hours(zone_named(city))
    }
    assert not differ
    assert len(read) > 400


def _hours(zone: str) -> list[timedelta | None]:
    return [at.astimezone(ZoneInfo(zone)).utcoffset() for at in YEAR]


def test_the_seat_goes_by_its_name_in_the_languages_of_tables() -> None:
    assert {zone_of(name) for name in SEAT} == {zone_named(name) for name in SEAT} == {HOME_ZONE}
    assert zone_of("geneva time") == HOME_ZONE


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Samoa", "Pacific/Apia"),
        ("American Samoa", "Pacific/Pago_Pago"),
        ("Portugal", "Portugal"),
        ("Lisboa", "Europe/Lisbon"),
    ],
)
def test_a_country_is_not_taken_for_the_place_of_an_old_name(words: str, zone: str) -> None:
    assert zone_named(words) == zone


@pytest.mark.parametrize(
    "words",
    ["Victoria", "North", "Virgin", "Tasmania", "local time", "localtime", "posixrules", "right/UTC"],
)
def test_what_may_be_several_places_is_refused(words: str) -> None:
    for read in (zone_of, zone_named):
        with pytest.raises(CouncilError, match="is not known"):
            read(words)
