"""The hours in which mail arrives, where its reader is: from nine sharp until just before six in the evening."""

from datetime import datetime, timedelta

import pytest

from planning.calendar import WorkCalendar
from planning.mail_hours import next_permitted
from planning.zones import zone_info

GENEVA = WorkCalendar("Geneva")
FRIDAY, SATURDAY, MONDAY = "2027-03-05", "2027-03-06", "2027-03-08"


@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/Lima", "Asia/Kathmandu"])
@pytest.mark.parametrize(
    ("asked", "permitted"),
    [
        (f"{FRIDAY} 08:59", f"{FRIDAY} 09:00"),
        (f"{FRIDAY} 09:00", f"{FRIDAY} 09:00"),
        (f"{FRIDAY} 17:59", f"{FRIDAY} 17:59"),
        (f"{FRIDAY} 18:00", f"{MONDAY} 09:00"),
        (f"{FRIDAY} 18:01", f"{MONDAY} 09:00"),
        (f"{SATURDAY} 12:00", f"{MONDAY} 09:00"),
        (f"{MONDAY} 00:00", f"{MONDAY} 09:00"),
    ],
)
def test_mail_arrives_between_nine_and_six_where_its_reader_is(zone, asked, permitted):
    assert next_permitted(at(asked, zone), zone, GENEVA) == at(permitted, zone)


def test_the_last_instant_before_six_is_still_day():
    last = at(f"{FRIDAY} 18:00", "America/Lima") - timedelta(microseconds=1)
    assert next_permitted(last, "America/Lima", GENEVA) == last


def at(words: str, zone: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=zone_info(zone))
