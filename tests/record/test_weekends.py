"""Weekends by the country of a zone or a duty station, as Unicode CLDR has them."""

import pytest

from record.weekends import weekend_of

MONDAY_TO_SUNDAY = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@pytest.mark.parametrize(
    ("place", "closed"),
    [
        ("Asia/Riyadh", "Fri Sat"),
        ("Africa/Cairo", "Fri Sat"),
        ("Asia/Tehran", "Fri"),
        ("Asia/Kolkata", "Sun"),
        ("Asia/Calcutta", "Sun"),  # its name before 2008
        ("America/Sao_Paulo", "Sat Sun"),
        ("Europe/Zurich", "Sat Sun"),
        ("Europe/Paris", "Sat Sun"),
        ("UTC", "Sat Sun"),
        ("Etc/GMT+5", "Sat Sun"),
        ("Geneva", "Sat Sun"),
        ("New York", "Sat Sun"),
        ("Cairo", "Fri Sat"),
        ("a place that nobody knows", "Sat Sun"),
        ("", "Sat Sun"),
    ],
)
def test_a_weekend_is_that_of_the_country(place: str, closed: str) -> None:
    assert " ".join(MONDAY_TO_SUNDAY[day] for day in sorted(weekend_of(place))) == closed
