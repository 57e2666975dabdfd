"""Working days of Geneva in 2017, with Good Friday and Easter Monday on the list that the secretariat loaded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calendar import Calendars, WorkCalendar
from planning.errors import ImpossibleDate

GENEVA = WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), date(2017, 4, 17)]})


def test_easter_is_stepped_over():
    assert GENEVA.shift(date(2017, 4, 13), 1) == date(2017, 4, 18)
    assert GENEVA.shift(date(2017, 4, 18), -1) == date(2017, 4, 13)
    assert GENEVA.back(date(2017, 4, 17)) == date(2017, 4, 13)
    assert GENEVA.forward(date(2017, 4, 14)) == date(2017, 4, 18)


def test_a_closed_day_leans_on_the_working_day_beside_it():
    assert GENEVA.shift(date(2017, 4, 23), 1) == date(2017, 4, 24)
    assert GENEVA.shift(date(2017, 4, 23), -1) == date(2017, 4, 21)


def test_a_year_without_a_list_is_reported_not_guessed():
    assert GENEVA.missing(date(2017, 5, 1), date(2018, 5, 1)) == (2018,)
    assert Calendars()["New York"].missing(date(2017, 1, 1)) == (2017,)


def _by_finger(calendar: WorkCalendar, start: date, count: int) -> date:
    step, left, at = (1 if count > 0 else -1), abs(count), start
    while left:
        at += timedelta(days=step)
        left -= calendar.is_working(at)
    return at


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-300, 300).filter(bool))
def test_shift_counts_as_a_finger_on_the_calendar_would(start, count):
    assert GENEVA.shift(start, count) == _by_finger(GENEVA, start, count)


@given(st.sets(st.dates(date(2016, 6, 1), date(2017, 6, 1)), max_size=120), st.integers(-60, 60).filter(bool))
def test_shift_steps_over_any_number_of_holidays(closed, count):
    calendar = WorkCalendar("Geneva", frozenset(closed))
    assert calendar.shift(date(2016, 12, 31), count) == _by_finger(calendar, date(2016, 12, 31), count)


@given(
    st.sampled_from([frozenset({4, 5}), frozenset({4}), frozenset({6}), frozenset({5, 6}), frozenset()]),
    st.dates(date(2016, 12, 1), date(2017, 6, 1)),
    st.integers(-60, 60).filter(bool),
)
def test_shift_counts_in_every_week(weekend, start, count):
    calendar = GENEVA.in_week(weekend)
    assert calendar.shift(start, count) == _by_finger(calendar, start, count)
    assert calendar.holidays == GENEVA.holidays


def test_a_reader_has_the_closed_days_of_the_place_in_a_week_of_their_own():
    calendars = Calendars(
        lists={"Geneva": {2017: [date(2017, 4, 17)]}},
        weekend_of=lambda place: frozenset({4, 5}) if place in ("Asia/Riyadh", "Cairo") else frozenset({5, 6}),
    )
    friday, sunday, monday = date(2017, 4, 14), date(2017, 4, 16), date(2017, 4, 17)
    theirs = calendars.of_reader("Geneva", "Asia/Riyadh")
    assert [theirs.is_working(day) for day in (friday, sunday, monday)] == [False, True, False]
    assert [calendars["Geneva"].is_working(day) for day in (friday, sunday, monday)] == [True, False, False]
    assert calendars.of_reader("Geneva", "Europe/Paris") is calendars["Geneva"]
    assert calendars["Cairo"].is_working(sunday)
    assert not Calendars().of_reader("Geneva", "Asia/Riyadh").is_working(sunday)


def test_each_list_that_is_needed_and_not_held_is_named_once_in_order():
    calendars = Calendars({"Geneva": GENEVA})
    needed = [("New York", 2017), ("Geneva", 2018), ("Geneva", 2017), ("Geneva", 2018)]
    assert calendars.unlisted(needed) == (
        "no Geneva holiday list for 2018 is loaded: closed days are not flagged, and mail leaves on them",
        "no New York holiday list for 2017 is loaded: closed days are not flagged, and mail leaves on them",
    )


def test_an_open_day_stays_and_a_closed_one_moves_to_its_side():
    thursday, friday = date(2017, 4, 13), date(2017, 4, 14)
    assert GENEVA.back(thursday) == GENEVA.forward(thursday) == GENEVA.shift(thursday, 0) == thursday
    assert (GENEVA.back(friday), GENEVA.forward(friday), GENEVA.shift(friday, 0)) == (
        thursday, date(2017, 4, 18), date(2017, 4, 18),
    )  # fmt: skip
    assert [GENEVA.is_working(date(2017, 4, on)) for on in (13, 14, 15, 16, 17, 18)] == [True, *[False] * 4, True]
    assert GENEVA.missing() == GENEVA.missing(thursday) == ()
    assert GENEVA.missing(date(2019, 1, 1), date(2018, 1, 1), date(2019, 2, 1)) == (2018, 2019)
    assert Calendars()["Nairobi"].place == "Nairobi"


def test_a_year_is_listed_though_no_day_of_it_is_closed():
    calendar = WorkCalendar.of("Geneva", {2017: [], 2018: [date(2018, 1, 1)]})
    assert calendar.missing(date(2016, 1, 1), date(2017, 1, 1), date(2018, 1, 1)) == (2016,)
    assert (calendar.place, calendar.holidays) == ("Geneva", {date(2018, 1, 1)})


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [(date(9999, 12, 30), 1, date(9999, 12, 31)), (date(1, 1, 2), -1, date(1, 1, 1))],
)
def test_working_days_end_with_the_years_that_a_date_can_have(day, count, reached):
    assert GENEVA.shift(day, count) == reached
    with pytest.raises(ImpossibleDate) as refusal:
        GENEVA.shift(reached, count)
    assert refusal.value.sentence == (
        f"'{count} working days from {reached}' leads to no day: it lies outside the years 1 to 9999"
    )


def test_the_first_day_of_all_may_be_closed():
    first = date(1, 1, 1)
    calendar = WorkCalendar("Geneva", frozenset({first}))
    assert calendar.forward(first) == calendar.shift(first, 1) == date(1, 1, 2)
    with pytest.raises(ImpossibleDate):
        calendar.back(first)


@pytest.mark.parametrize("places", ["Geneva and Cairo", "Cairo and Geneva"])
def test_two_duty_stations_work_on_the_days_of_both_in_the_years_of_which_each_has_a_list(places):
    calendars = Calendars(
        lists={"Geneva": {2017: [date(2017, 4, 17)], 2018: []}, "Cairo": {2017: [date(2017, 4, 18)], 2016: []}},
        weekend_of=lambda place: frozenset({4, 5}) if place == "Cairo" else frozenset({5, 6}),
    )
    both = calendars[places]
    working = [on for on in range(13, 21) if both.is_working(date(2017, 4, on))]
    assert (both.place, working) == (places, [13, 19, 20])  # closed on Friday there, on Sunday here
    assert both.missing(date(2016, 1, 1), date(2017, 1, 1), date(2018, 1, 1)) == (2016, 2018)
