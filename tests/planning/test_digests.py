"""When a digest leaves, what it looks ahead to, and what does not wait for it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calendar import WorkCalendar
from planning.digests import Cadence, comes_at, digest_at, known_cadence, leaves_with, reached
from planning.ladder import INVITED, OWING
from planning.mail_hours import leaves_at
from planning.zones import zone_info

EASTER_MONDAY = date(2017, 4, 17)
GENEVA = WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), EASTER_MONDAY]})
ZURICH = "Europe/Zurich"
LAST = "2017-03-14"  # the date last told
MOMENTS = st.datetimes(datetime(2017, 1, 9), datetime(2017, 12, 1), timezones=st.just(UTC))


def at(words: str, zone: str = ZURICH) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=zone_info(zone))


@pytest.mark.parametrize(
    ("came", "cadence", "leaves"),
    [
        ("2017-03-07 09:00", Cadence.DAILY, "2017-03-07 09:00"),
        ("2017-03-07 09:01", Cadence.DAILY, "2017-03-08 09:00"),
        ("2017-03-10 15:00", Cadence.DAILY, "2017-03-13 09:00"),  # a Friday afternoon
        ("2017-04-13 15:00", Cadence.DAILY, "2017-04-18 09:00"),  # before Easter
        ("2017-03-06 09:00", Cadence.WEEKLY, "2017-03-06 09:00"),
        ("2017-03-06 09:01", Cadence.WEEKLY, "2017-03-13 09:00"),
        ("2017-04-12 15:00", Cadence.WEEKLY, "2017-04-18 09:00"),  # Easter Monday is closed
        ("2017-03-07 23:00", Cadence.EACH, "2017-03-07 23:00"),
    ],
)
def test_a_digest_leaves_at_nine_on_its_day(came, cadence, leaves):
    assert digest_at(at(came), ZURICH, cadence, GENEVA) == at(leaves)


def test_a_weekly_digest_looks_ahead_to_reminders_not_to_openings_nor_to_lateness():
    owing = {reminder.rung: reminder for reminder in OWING.reminders(None, date(2017, 3, 24), GENEVA)}  # a Friday
    monday = at("2017-03-20 09:00")
    assert [comes_at(owing[key], ZURICH, Cadence.WEEKLY, GENEVA) for key in ("before-3", "before-1", "before-0")] == [
        monday, monday, monday,
    ]  # fmt: skip
    assert comes_at(owing["late-3"], ZURICH, Cadence.WEEKLY, GENEVA) == at("2017-03-29 09:00")
    opening = INVITED.reminders(at("2017-03-24 09:00"), date(2017, 4, 7), GENEVA)[0]
    assert comes_at(opening, "America/Lima", Cadence.WEEKLY, GENEVA) == at("2017-03-24 09:00")


@pytest.mark.parametrize(
    ("came", "cadence", "how", "leaves"),
    [
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-04-28"]}, "2017-03-13 09:00"),
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-03-14"]}, "2017-03-09 09:00"),
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-04-28", LAST]}, "2017-03-09 09:00"),
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-03-09"]}, "2017-03-08 14:00"),
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-03-01"]}, "2017-03-13 09:00"),
        ("2017-03-08 09:00", Cadence.DAILY, {"days": ["2017-03-03"]}, "2017-03-08 09:00"),
        ("2017-03-08 14:00", Cadence.WEEKLY, {"days": ["2017-03-13"]}, "2017-03-09 09:00"),  # that digest's day
        ("2017-03-08 14:00", Cadence.WEEKLY, {"days": [LAST]}, "2017-03-13 09:00"),  # unchanged: its digest tells it
        ("2017-03-08 14:00", Cadence.WEEKLY, {"days": ["2017-03-08"]}, "2017-03-08 14:00"),  # today
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-03-15"]}, "2017-03-09 09:00"),  # a week
        ("2017-03-08 14:00", Cadence.WEEKLY, {"changed": True, "days": ["2017-03-16"]}, "2017-03-13 09:00"),
        ("2017-03-08 14:00", Cadence.DAILY, {"changed": True, "days": ["2017-03-14"]}, "2017-03-09 09:00"),
        ("2017-03-08 14:00", Cadence.DAILY, {"changed": True, "days": ["2017-03-09"]}, "2017-03-08 14:00"),
    ],
)  # fmt: skip
def test_what_presses_does_not_wait_for_its_digest(came, cadence, how, leaves):
    days = [date.fromisoformat(day) for day in how["days"]]
    assert leaves_with(at(came), ZURICH, cadence, GENEVA, **(how | {"days": days})) == at(leaves)


@pytest.mark.parametrize(
    ("came", "day", "leaves"),
    [
        ("2017-03-08 05:00", "2017-03-07", "2017-03-13 09:00"),  # yesterday there, though still today in Geneva
        ("2017-03-08 14:00", "2017-03-13", "2017-03-09 09:00"),  # the day of the digest there
        ("2017-03-08 14:00", "2017-03-09", "2017-03-08 14:00"),  # the day of the next morning there
    ],
)
def test_what_presses_is_reckoned_in_days_of_the_reader(came, day, leaves):
    auckland = "Pacific/Auckland"
    days = [date.fromisoformat(day)]
    assert leaves_with(at(came, auckland), auckland, Cadence.WEEKLY, GENEVA, days=days) == at(leaves, auckland)


@given(MOMENTS, st.sampled_from(list(Cadence)), st.dates(date(2017, 1, 1), date(2017, 12, 31)), st.booleans())
def test_nothing_is_told_after_the_day_that_it_is_about(came, cadence, day, changed):
    leaves = leaves_with(came, ZURICH, cadence, GENEVA, changed=changed, days=[day])
    assert leaves >= came
    if day >= came.astimezone(zone_info(ZURICH)).date():
        assert leaves.astimezone(zone_info(ZURICH)).date() <= day


@given(st.dates(date(2017, 1, 16), date(2017, 11, 1)), st.sampled_from([OWING, INVITED]))
def test_no_reminder_comes_later_for_a_weekly_reader_than_its_own_day(due, ladder):
    for reminder in ladder.reminders(at(f"{due} 09:00"), due, GENEVA):
        weekly = comes_at(reminder, ZURICH, Cadence.WEEKLY, GENEVA)
        assert weekly <= leaves_at(reminder, ZURICH)
        assert digest_at(weekly, ZURICH, Cadence.WEEKLY, GENEVA) == weekly or not reminder.is_before


def test_a_cadence_that_nobody_knows_is_none():
    assert [known_cadence(word) for word in ("each", "daily", "weekly", "hourly", "", None)] == [
        "each", "daily", "weekly", None, None, None,
    ]  # fmt: skip


def test_a_reminder_has_come_at_nine_sharp_where_its_reader_is():
    reminders = OWING.reminders(None, date(2017, 3, 24), GENEVA)
    for moment, count in (("2017-03-10 08:59", 0), ("2017-03-10 09:00", 1), ("2017-03-17 09:00", 2)):
        assert len(reached(reminders, at(moment), ZURICH, Cadence.EACH, GENEVA)) == count
    assert [
        reminder.rung for reminder in reached(reminders, at("2017-03-06 09:00"), ZURICH, Cadence.WEEKLY, GENEVA)
    ] == ["before-14"]
