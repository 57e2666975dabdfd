"""A date rule is a sentence: read, printed, read again, it is the same rule."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calendar import Calendars, WorkCalendar
from planning.counted_days import PARTS, Counted, InPart, NthWorkingDay
from planning.errors import EditionMissing, ImpossibleDate, NotARule
from planning.grammar import parse
from planning.hours import Clock
from planning.rule_context import Known
from planning.rule_forms import (
    Fixed,
    InMonth,
    InQuarter,
    InWeek,
    InYear,
    Nearest,
    NthWeekday,
    Offset,
    On,
    Year,
    Yearly,
)
from planning.rules import Roll, Rule
from planning.spans import Spread, Within
from planning.window import Precision, Window, day
from planning.zones import ABBREVIATIONS

names = st.sampled_from(["comments", "un-deadline", "council.opens", "cwg-30.closes", "phase-1"])
places = st.sampled_from(["Geneva", "New York", "Addis Ababa", "Geneva and New York"])
years = st.one_of(
    st.just(Year()), st.builds(Year, plus=st.sampled_from([1, -1])), st.builds(Year, stated=st.integers(1000, 9999))
)
editions = st.one_of(st.just(Year()), st.builds(Year, plus=st.sampled_from([1, -1])))
sides = st.sampled_from(["before", "after"])
months, weekdays, nths = st.integers(1, 12), st.integers(0, 6), st.integers(0, 4)
counts = st.integers(1, 99999)
forms = st.one_of(
    st.builds(Fixed, st.dates()),
    st.builds(Yearly, st.integers(1, 28), months, editions),
    st.builds(On, names),
    st.builds(Offset, counts, st.sampled_from(["day", "week", "month"]), sides, names),
    st.builds(Offset, counts, st.just("working day"), sides, names, places),
    st.builds(NthWeekday, nths, weekdays, months, years),
    st.builds(InMonth, months, years, st.booleans()),
    st.builds(InWeek, nths, months, years),
    st.builds(InYear, st.integers(1000, 9999)),
    st.builds(InQuarter, st.integers(0, 3), st.builds(Year, stated=st.integers(1000, 9999)), st.booleans()),
    st.builds(Offset, counts, st.just("week"), sides, names, days=st.integers(0, 99)),
    st.builds(InPart, st.sampled_from(PARTS), months, years),
    st.builds(NthWorkingDay, nths, places, months, years),
)
hanging = st.one_of(
    st.builds(On, names), st.builds(Offset, counts, st.sampled_from(["day", "week", "month"]), sides, names)
)
within = st.builds(Within, st.sampled_from(["week", "month", "year"]), hanging, st.booleans())
spreads = st.builds(
    lambda first, last, name: Spread(Offset(first, "day", "before", name), Offset(last, "day", "after", name)),
    counts,
    counts,
    names,
)
counted = st.builds(
    lambda offset, of: Counted(replace(offset, name=str(of)), of),
    st.builds(Offset, counts, st.sampled_from(["day", "week", "year"]), sides, names, days=st.just(0)),
    forms.filter(lambda form: form.refers_to is None),
)
days = st.one_of(forms, within, spreads, counted, st.builds(Nearest, weekdays, sides, st.one_of(forms, counted)))
zones = st.one_of(st.none(), st.sampled_from(["Europe/Zurich", "America/New_York", *ABBREVIATIONS]))
clocks = st.one_of(st.none(), st.builds(Clock, st.times().map(lambda t: time(t.hour, t.minute)), zones))
rolls = st.one_of(st.none(), st.builds(Roll, st.sampled_from(["back", "forward"]), places))


@given(st.builds(Rule, days, rolls, clocks))
def test_a_rule_read_back_from_its_sentence_is_the_same_rule(rule):
    assert parse(str(rule)) == rule


GENEVA = Calendars({"Geneva": WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), date(2017, 4, 17)]})})


def due(sentence, edition=None, **days):
    known = Known({name.replace("_", "."): day(date.fromisoformat(on)) for name, on in days.items()}, edition, GENEVA)
    return parse(sentence).window(known)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2 weeks before council.opens", "2017-05-01"),
        ("4 months before council.opens", "2017-01-15"),
        ("1 day after council.opens", "2017-05-16"),
        ("Monday on or before 3 weeks before council.opens", "2017-04-24"),
        ("Friday on or after council.opens", "2017-05-19"),
        ("20 working days in Geneva before council.opens", "2017-04-13"),
        ("4 weeks before council.opens", "2017-04-17"),
        ("4 weeks before council.opens, rolled back in Geneva", "2017-04-13"),
        ("4 weeks before council.opens, rolled forward in Geneva", "2017-04-18"),
        ("last Friday of October", "2017-10-27"),
        ("first Monday of May next year", "2018-05-07"),
        ("24 February", "2017-02-24"),
        ("24 February next year", "2018-02-24"),
    ],
)
def test_what_sentences_mean(sentence, expected):
    assert due(sentence, 2017, council_opens="2017-05-15") == day(date.fromisoformat(expected))


def test_months_are_calendar_months_clamped_and_never_accumulated():
    assert due("1 month after x", x="2017-01-31").last == date(2017, 2, 28)
    assert due("1 month after x", x="2016-01-31").last == date(2016, 2, 29)
    assert due("8 months before x", x="2022-09-26").last == date(2022, 1, 26)  # CS 224: amendments to PP-22


def test_precision_is_part_of_a_date():
    assert due("end of October 2017") == Window(date(2017, 10, 1), date(2017, 10, 31), Precision.MONTH)
    assert due("first week of January", 2018) == Window(date(2018, 1, 1), date(2018, 1, 7), Precision.WEEK)
    assert due("2019") == Window(date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR)


def test_the_week_month_or_year_of_a_day_keeps_that_precision_wherever_the_day_goes():
    assert due("month of 2 months before x", x="2018-03-19") == Window(
        date(2018, 1, 1), date(2018, 1, 31), Precision.MONTH
    )
    assert due("month of x", x="2016-02-03").last == date(2016, 2, 29)
    assert due("week of 3 days before x", x="2018-03-19") == Window(
        date(2018, 3, 12), date(2018, 3, 18), Precision.WEEK
    )
    assert due("week of x", x="2018-03-30") == Window(date(2018, 3, 26), date(2018, 4, 1), Precision.WEEK)
    assert due("week of 2018-03-30") == due("week of x", x="2018-03-30")
    assert due("year of 12 months before x", x="2018-03-30").last == date(2017, 12, 31)
    assert parse("month of 2 months before x").precedes
    assert not parse("month of 2 months before x").is_literal
    assert due("from 3 days before x to x", x="2018-03-19") == Window(
        date(2018, 3, 16), date(2018, 3, 19), Precision.DAYS
    )
    assert parse("from 3 days before x to 1 day before x").precedes
    for words in (
        "from 1 day before x to 1 day after y",
        "from 2017-01-01 to x",
        "month of May 2017",
        "week of Monday on or before x",
        "month of month of x",
        "month of 2017-03-01",
    ):
        with pytest.raises(NotARule):
            parse(words)


def test_before_a_window_counts_from_its_first_day_and_after_it_from_its_last():
    may = Known({"x": Window(date(2019, 5, 1), date(2019, 5, 31), Precision.MONTH)})
    assert parse("1 week before x").window(may).last == date(2019, 4, 24)
    assert parse("1 week after x").window(may).last == date(2019, 6, 7)


def test_working_days_without_a_place_are_those_of_the_seat_and_the_sentence_says_so():
    assert str(parse("3 working days after x")) == "3 working days in Geneva after x"


def test_a_file_may_print_an_hour_behind_its_date():
    rule = parse("2014-09-22 23:59 Europe/Zurich")
    assert str(rule) == "2014-09-22 at 23:59 Europe/Zurich"


@pytest.mark.parametrize("words", ["soon", "30 February", "2017-02-30", "0 days before x", "many weeks before x", ""])
def test_words_outside_the_grammar_are_refused_with_the_words_it_knows(words):
    with pytest.raises(NotARule, match="is not a date rule"):
        parse(words)


def test_an_hour_that_no_clock_shows_is_refused():
    assert parse("on x at 23:59").clock == Clock(time(23, 59))
    with pytest.raises(NotARule) as refusal:
        parse("on x at 24:00")
    assert refusal.value.sentence == "'on x at 24:00' is not a date rule: hours run from 00:00 to 23:59"


@pytest.mark.parametrize("words", ["0000-01-01", "2017-02-01/2017-02-29", "week of 2017-02-29"])
def test_a_day_that_no_calendar_has_is_refused_in_our_words(words):
    with pytest.raises(NotARule, match=r"there is no such day; correct it$"):
        parse(words)


def test_digits_that_are_not_european_ones_are_no_date():
    with pytest.raises(NotARule, match="rules are written in English"):
        parse("٢٠١٧-٠٣-١٠")


def test_a_day_that_this_year_lacks_is_refused():
    with pytest.raises(ImpossibleDate, match="29 February"):
        due("29 February", 2017)
    with pytest.raises(EditionMissing, match="needs the year of an edition"):
        due("24 February")
    with pytest.raises(ImpossibleDate, match="outside"):
        due("9999 months before x", x="0800-01-01")


@pytest.mark.parametrize("on", [f"2017-05-{number:02}" for number in range(1, 8)])
def test_a_weekday_beside_a_day_is_that_day_or_the_nearest_on_its_side(on):
    monday, before = date(2017, 5, 1), due("Wednesday on or before x", x=on).last
    after = due("Wednesday on or after x", x=on).last
    day_of_x = date.fromisoformat(on)
    assert (before.weekday(), after.weekday()) == (2, 2)
    assert 0 <= (day_of_x - before).days <= 6
    assert 0 <= (after - day_of_x).days <= 6
    assert (before == day_of_x) == (after == day_of_x) == ((day_of_x - monday).days == 2)


@pytest.mark.parametrize(
    "words", ["24 February", "first week of January", "last Friday of October", "end of October", "May next year"]
)
def test_a_day_of_no_stated_year_names_itself_where_the_edition_is_missing(words):
    with pytest.raises(EditionMissing) as refusal:
        due(words)
    assert refusal.value.sentence == f"'{parse(words)}' needs the year of an edition"


def test_the_last_day_of_a_month_is_a_day_of_it():
    assert due("31 December", 2017).last == date(2017, 12, 31)
    assert due("29 February", 2016).last == date(2016, 2, 29)


def test_a_window_is_rolled_by_its_last_day_and_stays_a_window():
    april = Window(date(2017, 4, 1), date(2017, 4, 28), Precision.MONTH)  # the 30th is a Sunday
    assert due("end of April 2017, rolled back in Geneva") == april


@pytest.mark.parametrize(
    "words",
    [
        "24 February", "24 February next year", "last Friday of October", "first Monday of May last year",
        "first week of January", "end of October 2017", "October", "2017", "on x", "during x",
        "Monday on or before x", "Monday on or after 1 day after x", "week of x", "month of 2 months before x",
        "from x to 2 days after x", "from 3 days before x to x", "1 working day in New York after x",
    ],
)  # fmt: skip
def test_a_rule_is_printed_as_it_was_written(words):
    assert str(parse(words)) == words


@pytest.mark.parametrize(
    ("words", "x", "why"),
    [
        ("120 months before x", "1866-06-01", ": 1856-06-01"),
        ("99999 months before x", "1866-06-01", ""),
        ("from 4000 days before x to x", "1866-06-01", ": 1855-06-19 to 1866-06-01"),
        ("from x to 4000 days after x", "2119-06-01", ": 2119-06-01 to 2130-05-14"),
    ],
)
def test_a_rule_that_leaves_the_range_by_either_end_is_named(words, x, why):
    with pytest.raises(ImpossibleDate) as refusal:
        due(words, x=x)
    assert refusal.value.sentence == f"'{words}' leads to no day: it lies outside the years 1865 to 2120{why}"


def test_a_weekday_leans_on_no_other_weekday():
    with pytest.raises(NotARule) as refusal:
        parse("Monday on or before Tuesday on or after x")
    words = "Tuesday on or after x"
    assert refusal.value.sentence == f"'{words}' is not a date rule: a weekday leans on a day, not on another weekday"


@pytest.mark.parametrize(
    ("sentence", "precedes"),
    [
        ("1 day before comments", True),
        ("1 day after comments", False),
        ("on comments", False),
        ("Monday on or before comments", True),
        ("Monday on or after comments", False),
        ("Monday on or before 1 week after comments", False),
        ("Monday on or after 1 week before comments", True),
        ("month of 1 month before comments", True),
        ("month of 1 month after comments", False),
        ("Monday of the week before comments", True),
        ("Monday of the week after comments", False),
    ],
)
def test_a_rule_puts_its_step_before_or_behind_what_it_hangs_from(sentence: str, precedes: bool) -> None:
    assert parse(sentence).precedes is precedes


@pytest.mark.parametrize("sentence", ["{}.5 weeks before council.opens", "{} hours before council.opens", "{} " * 9])
def test_a_sentence_longer_than_any_rule_is_refused_before_it_is_read(sentence: str) -> None:
    with pytest.raises(NotARule, match="it has more than 300 characters; shorten it"):
        parse(sentence.replace("{}", "9" * 5000))
    with pytest.raises(NotARule):
        parse(sentence.replace("{}", "9" * 32))
