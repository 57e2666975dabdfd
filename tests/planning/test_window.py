"""A date with its precision: how it is printed, and which week, month or year a day lies in."""

from datetime import date, timedelta

import pytest

from planning.errors import UnbelievableDay
from planning.window import (
    Precision,
    Window,
    add_months,
    around,
    believed_window,
    day,
    given_words,
    span_words,
    week_of_month,
)

MEETING = Window(date(2017, 2, 7), date(2017, 2, 8), Precision.DAYS)


def test_a_window_is_printed_by_what_is_exact_about_it():
    assert str(day(date(2017, 2, 7))) == "2017-02-07"
    assert str(MEETING) == "2017-02-07 to 2017-02-08"
    assert str(around(date(2017, 2, 7), "month")) == "month to 2017-02-28"
    assert (span_words(MEETING), span_words(day(date(2017, 2, 7)))) == ("2017-02-07/2017-02-08", "2017-02-07")
    assert (given_words("council-17"), given_words(MEETING)) == ("council-17", "2017-02-07/2017-02-08")


@pytest.mark.parametrize(
    ("on", "unit", "first", "last"),
    [
        ("2017-02-26", "week", "2017-02-20", "2017-02-26"),  # a Sunday
        ("2017-02-27", "week", "2017-02-27", "2017-03-05"),
        ("2017-03-05", "week", "2017-02-27", "2017-03-05"),
        ("2017-12-31", "week", "2017-12-25", "2017-12-31"),
        ("2019-01-01", "week", "2018-12-31", "2019-01-06"),
        ("2017-12-31", "month", "2017-12-01", "2017-12-31"),
        ("2017-01-01", "year", "2017-01-01", "2017-12-31"),
        ("2017-12-31", "year", "2017-01-01", "2017-12-31"),
    ],
)
def test_a_day_lies_in_its_week_its_month_and_its_year(on, unit, first, last):
    week = Window(date.fromisoformat(first), date.fromisoformat(last), Precision(unit))
    assert around(date.fromisoformat(on), unit) == week


@pytest.mark.parametrize(
    ("on", "months", "then"),
    [
        ("2017-12-31", 1, "2018-01-31"),
        ("2017-01-31", -1, "2016-12-31"),
        ("2017-01-15", 0, "2017-01-15"),
        ("2017-11-30", 3, "2018-02-28"),
        ("2017-01-15", -13, "2015-12-15"),
        ("0001-01-31", 0, "0001-01-31"),
        ("9999-12-31", 0, "9999-12-31"),
    ],
)
def test_months_are_added_within_the_calendar(on, months, then):
    assert add_months(date.fromisoformat(on), months) == date.fromisoformat(then)


@pytest.mark.parametrize(("on", "months"), [(date(1, 1, 31), -1), (date(9999, 12, 1), 1)])
def test_no_month_lies_outside_the_calendar(on, months):
    with pytest.raises(ValueError, match="year out of range") as refusal:
        add_months(on, months)
    assert str(refusal.value) == "year out of range"


def test_both_ends_of_a_window_are_believed_or_it_is_not():
    assert believed_window(MEETING) is MEETING
    for window in (Window(date(1864, 12, 31), MEETING.last), Window(MEETING.first, date(2121, 1, 1))):
        with pytest.raises(UnbelievableDay):
            believed_window(window)
    assert MEETING.last - MEETING.first == timedelta(days=1)


@pytest.mark.parametrize(
    ("nth", "first", "last"),
    [
        (0, "2027-03-01", "2027-03-07"),
        (1, "2027-03-08", "2027-03-14"),
        (2, "2027-03-15", "2027-03-21"),
        (3, "2027-03-22", "2027-03-28"),
        (4, "2027-03-25", "2027-03-31"),
    ],
)
def test_the_weeks_of_a_month_are_counted_from_its_first_day_and_the_last_from_its_end(nth, first, last):
    week = Window(date.fromisoformat(first), date.fromisoformat(last), Precision.WEEK)
    assert week_of_month(2027, 3, nth) == week
