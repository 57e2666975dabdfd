"""Days counted from a stated day, in parts of a month, among working days, and where two duty stations work."""

from datetime import date

import pytest

from planning.calendar import Calendars, WorkCalendar
from planning.counted_days import Counted
from planning.errors import EditionMissing
from planning.grammar import parse
from planning.rule_context import Known
from planning.rule_forms import Offset
from planning.window import Precision, Window, day

LISTS = {
    "Geneva": WorkCalendar.of("Geneva", {2027: [date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)]}),
    "New York": WorkCalendar.of("New York", {2027: [date(2027, 1, 1), date(2027, 3, 10)], 2028: []}),
    "Cairo": WorkCalendar.of("Cairo", {2027: []}, frozenset((4, 5))),
}
DAYS = {"letter": day(date(2027, 3, 8)), "council.opens": day(date(2027, 4, 27)), "comments": day(date(2027, 3, 10))}
KNOWN = Known(DAYS, 2027, Calendars(LISTS))


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("6 weeks and 3 days before council.opens", "2027-03-13"),
        ("1 week and 1 day after comments", "2027-03-18"),
        ("1 week before 15 March 2027", "2027-03-08"),
        ("1 day after 15 March", "2027-03-16"),
        ("7 days after end of October 2027", "2027-11-07"),
        ("1 day before May 2027", "2027-04-30"),
        ("1 week and 1 day before 15 March 2027", "2027-03-07"),
        ("1 working day after 2027-03-25", "2027-03-30"),  # Good Friday and Easter Monday between
        ("Monday on or before 1 week before 18 March 2027", "2027-03-08"),
        ("first working day of January 2027", "2027-01-04"),
        ("first working day of March 2027", "2027-03-01"),
        ("second working day in New York of January", "2027-01-05"),
        ("fourth working day of March 2027", "2027-03-04"),
        ("last working day of March 2027", "2027-03-31"),
        ("last working day of February", "2027-02-26"),
        ("3 working days in Geneva after letter", "2027-03-11"),
        ("3 working days in Geneva and New York after letter", "2027-03-12"),  # New York is closed on the 10th
        ("1 working day in Geneva and Cairo before 29 March 2027", "2027-03-25"),  # Friday is closed in both
        ("1 working day in Geneva and Cairo after 2027-03-11", "2027-03-15"),  # Friday there, Saturday, Sunday here
    ],
)
def test_what_counted_days_mean(sentence: str, due: str) -> None:
    assert parse(sentence).window(KNOWN) == day(date.fromisoformat(due))


@pytest.mark.parametrize(
    ("sentence", "first", "last", "precision"),
    [
        ("beginning of April 2027", date(2027, 4, 1), date(2027, 4, 10), Precision.DAYS),
        ("middle of April", date(2027, 4, 11), date(2027, 4, 20), Precision.DAYS),
        ("end of April", date(2027, 4, 1), date(2027, 4, 30), Precision.MONTH),
        ("end of month of council.opens", date(2027, 4, 1), date(2027, 4, 30), Precision.MONTH),
        ("end of week of council.opens", date(2027, 4, 26), date(2027, 5, 2), Precision.WEEK),
        ("end of year of 1 month after letter", date(2027, 1, 1), date(2027, 12, 31), Precision.YEAR),
    ],
)
def test_what_parts_of_a_month_mean(sentence: str, first: date, last: date, precision: Precision) -> None:
    assert parse(sentence).window(KNOWN) == Window(first, last, precision)


def test_of_two_duty_stations_each_list_is_asked_for_and_only_years_of_both_are_known() -> None:
    rule = parse("3 working days in Geneva and New York after letter")
    assert rule.places == ("Geneva", "New York")
    assert KNOWN.calendars["Geneva and New York"].missing(date(2027, 3, 1), date(2028, 1, 1)) == (2028,)


@pytest.mark.parametrize(
    ("sentence", "is_literal", "places"),
    [
        ("1 week before 15 March 2027", True, ()),
        ("Monday on or before 1 week before 15 March 2027", True, ()),
        ("1 week before 15 March", False, ()),
        ("middle of April 2027", True, ()),
        ("first working day of April 2027", False, ("Geneva",)),  # it changes with the list, and so is reckoned
        ("2 working days in New York after 15 March 2027", False, ("New York",)),
        ("Monday on or before 2 working days before 15 March 2027", False, ("Geneva",)),
        ("2027-03-15, rolled back", True, ("Geneva",)),
    ],
)
def test_what_counts_working_days_is_no_stated_day(sentence: str, is_literal: bool, places: tuple[str, ...]) -> None:
    rule = parse(sentence)
    assert (rule.is_literal, rule.places) == (is_literal, places)


@pytest.mark.parametrize(
    "sentence", ["middle of April", "first working day in Geneva of April", "24 February", "end of April"]
)
def test_without_an_edition_a_day_of_its_year_is_refused_by_its_sentence(sentence: str) -> None:
    with pytest.raises(EditionMissing, match=f"'{sentence}'"):
        parse(sentence).window(Known(DAYS, None, Calendars(LISTS)))


def test_what_is_counted_is_one_name_or_one_stated_day() -> None:
    for day_form in (parse("on comments").day, parse("1 week before 15 March 2027").day):
        with pytest.raises(ValueError, match=r"^what is counted depends on one name, or on one stated day$"):
            Counted(Offset(1, "week", "before", "x"), day_form)
