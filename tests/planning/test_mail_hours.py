"""The hours in which mail arrives, where its reader is: from nine sharp until just before six in the evening."""

from datetime import date, datetime, timedelta

import pytest

from planning.calendar import Calendars, WorkCalendar
from planning.chain import Chain
from planning.mail_hours import next_morning, next_permitted, next_permitted_to
from planning.zones import zone_info

GENEVA = WorkCalendar("Geneva")
WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = "2027-03-03", "2027-03-04", "2027-03-05", "2027-03-06"
SUNDAY, MONDAY, TUESDAY = "2027-03-07", "2027-03-08", "2027-03-09"

NEW_YORK = Chain("small", 1, "S", "M", (), (), zone="America/New_York", place="New York")
CALENDARS = Calendars(
    lists={"Geneva": {2027: [date.fromisoformat(THURSDAY)]}, "New York": {2027: [date.fromisoformat(MONDAY)]}},
    weekend_of=lambda name: frozenset({4, 5}) if name == "Asia/Riyadh" else frozenset({5, 6}),
)


@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/Lima", "Asia/Kathmandu"])
@pytest.mark.parametrize(
    ("asked", "permitted"),
    [
        (f"{WEDNESDAY} 09:00", f"{WEDNESDAY} 09:00"),
        (f"{WEDNESDAY} 17:59", f"{WEDNESDAY} 17:59"),
        (f"{WEDNESDAY} 18:00", f"{THURSDAY} 09:00"),
        (f"{FRIDAY} 08:59", f"{FRIDAY} 09:00"),
        (f"{FRIDAY} 09:00", f"{FRIDAY} 09:00"),
        (f"{FRIDAY} 17:59", f"{FRIDAY} 17:59"),
        (f"{FRIDAY} 18:00", f"{MONDAY} 09:00"),
        (f"{FRIDAY} 18:01", f"{MONDAY} 09:00"),
        (f"{SATURDAY} 12:00", f"{MONDAY} 09:00"),
        (f"{SATURDAY} 09:00", f"{MONDAY} 09:00"),
        (f"{SUNDAY} 18:00", f"{MONDAY} 09:00"),
        (f"{MONDAY} 00:00", f"{MONDAY} 09:00"),
        ("2027-12-31 18:00", "2028-01-03 09:00"),
    ],
)
def test_mail_arrives_between_nine_and_six_where_its_reader_is(zone, asked, permitted):
    assert next_permitted(at(asked, zone), zone, GENEVA) == at(permitted, zone)


def test_the_last_instant_before_six_is_still_day():
    last = at(f"{FRIDAY} 18:00", "America/Lima") - timedelta(microseconds=1)
    assert next_permitted(last, "America/Lima", GENEVA) == last


@pytest.mark.parametrize(
    ("reader_zone", "seat", "zone"),
    [
        ("Asia/Kathmandu", NEW_YORK, "Asia/Kathmandu"),
        ("Asia/Kathmandu", None, "Asia/Kathmandu"),
        (None, NEW_YORK, "America/New_York"),
        ("Mars/Olympus", NEW_YORK, "America/New_York"),
        (None, None, "Europe/Zurich"),
    ],
)
def test_the_hours_are_those_of_the_reader_else_of_the_seat_else_of_geneva(reader_zone, seat, zone):
    for asked, permitted in (("08:59", "09:00"), ("17:59", "17:59")):
        leaves = next_permitted_to(reader_zone, seat, CALENDARS, at(f"{WEDNESDAY} {asked}", zone), to_all=False)
        assert leaves == at(f"{WEDNESDAY} {permitted}", zone)


@pytest.mark.parametrize(
    ("seat", "asked", "permitted"),
    [
        (NEW_YORK, f"{THURSDAY} 12:00", f"{THURSDAY} 12:00"),
        (NEW_YORK, f"{FRIDAY} 12:00", f"{SUNDAY} 09:00"),  # the weekend of Riyadh
        (NEW_YORK, f"{SUNDAY} 12:00", f"{SUNDAY} 12:00"),
        (NEW_YORK, f"{MONDAY} 12:00", f"{TUESDAY} 09:00"),  # the holiday of New York
        (None, f"{THURSDAY} 12:00", f"{SUNDAY} 09:00"),  # the holiday of Geneva
    ],
)
def test_a_reader_keeps_the_holidays_of_the_seat_in_their_own_week(seat, asked, permitted):
    riyadh = "Asia/Riyadh"
    assert next_permitted_to(riyadh, seat, CALENDARS, at(asked, riyadh), to_all=False) == at(permitted, riyadh)


@pytest.mark.parametrize("reader_zone", ["Asia/Riyadh", "America/Lima", None])
@pytest.mark.parametrize("seat", [NEW_YORK, None])
@pytest.mark.parametrize(
    ("asked", "permitted"),
    [
        (f"{WEDNESDAY} 08:59", f"{WEDNESDAY} 09:00"),
        (f"{WEDNESDAY} 17:59", f"{WEDNESDAY} 17:59"),
        (f"{WEDNESDAY} 18:00", f"{FRIDAY} 09:00"),  # Thursday is a holiday of Geneva
        (f"{SUNDAY} 12:00", f"{MONDAY} 09:00"),  # a holiday of New York alone
    ],
)
def test_what_goes_to_all_leaves_in_geneva_s_hours_whoever_reads_it(reader_zone, seat, asked, permitted):
    geneva = "Europe/Zurich"
    assert next_permitted_to(reader_zone, seat, CALENDARS, at(asked, geneva), to_all=True) == at(permitted, geneva)


@pytest.mark.parametrize(
    ("since", "morning"),
    [
        (f"{WEDNESDAY} 00:00", f"{WEDNESDAY} 09:00"),
        (f"{WEDNESDAY} 09:00", f"{WEDNESDAY} 09:00"),
        (f"{WEDNESDAY} 09:01", f"{FRIDAY} 09:00"),
        (f"{MONDAY} 09:01", f"{TUESDAY} 09:00"),
        ("2027-12-31 10:00", "2028-01-03 09:00"),
    ],
)
def test_the_next_morning_is_nine_o_clock_of_a_working_day_in_geneva(since, morning):
    assert next_morning(at(since, "Europe/Zurich"), CALENDARS["Geneva"]) == at(morning, "Europe/Zurich")


def at(words: str, zone: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=zone_info(zone))
