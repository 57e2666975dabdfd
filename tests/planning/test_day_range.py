"""The days that we believe: from 1865 to 2120, and what leads out of them."""

from datetime import date

import pytest

from planning.basis import Basis
from planning.calendar import WorkCalendar
from planning.chain import Anchor, Chain, Step
from planning.day_range import believed, believed_year, is_believed, is_near, outside
from planning.errors import ImpossibleDate, UnbelievableDay
from planning.grammar import parse
from planning.ladder import OWING
from planning.links import Agreed
from planning.plan import Bound, plan
from planning.rule_context import Known
from planning.window import Window, day

FIRST, LAST = date(1865, 1, 1), date(2120, 12, 31)
NO_LISTS = WorkCalendar("Geneva")


def test_the_first_and_the_last_day_are_believed_and_their_neighbours_are_not():
    assert believed(FIRST) == FIRST
    assert believed(LAST) == LAST
    for slip in (date(1864, 12, 31), date(2121, 1, 1), date(207, 4, 28), date.max):
        with pytest.raises(UnbelievableDay, match=f"{slip} lies outside the years 1865 to 2120; correct it"):
            believed(slip)
    assert believed_year(2120) == 2120
    with pytest.raises(UnbelievableDay, match="the year 2121 lies outside the years 1865 to 2120"):
        believed_year(2121)


def test_the_first_year_is_believed_and_the_one_before_is_not():
    assert believed_year(1865) == 1865
    with pytest.raises(UnbelievableDay, match="the year 1864 lies outside the years 1865 to 2120"):
        believed_year(1864)


def test_of_several_days_the_first_that_lies_outside_is_named():
    assert outside(FIRST, None, LAST) is None
    assert outside(None, FIRST, date(1864, 12, 31), date.max) == "1864-12-31 lies outside the years 1865 to 2120"
    assert is_believed()
    assert is_believed(None)
    assert not is_believed(FIRST, date(2121, 1, 1))


def test_three_years_around_an_edition_are_near():
    assert [year for year in range(2010, 2025) if is_near(date(year, 12, 31), 2017)] == [*range(2014, 2021)]


@pytest.mark.parametrize(
    "words",
    ["120 months before", "4000 days before", "600 weeks before", "2600 working days in Geneva before"],
)
def test_a_rule_that_leads_out_of_the_range_is_refused_where_it_is_reckoned(words):
    rule = parse(f"{words} x")
    within, out = Known({"x": day(date(1880, 6, 1))}), Known({"x": day(date(1866, 6, 1))})
    assert rule.window(within).last > FIRST
    with pytest.raises(ImpossibleDate, match="outside the years 1865 to 2120"):
        rule.window(out)


@pytest.mark.parametrize("words", ["1 January next year", "end of January next year", "first Monday of May next year"])
def test_the_year_after_the_last_one_is_none_even_where_the_calendar_ends(words):
    for edition in (2120, 9999):
        with pytest.raises(ImpossibleDate, match="outside the years 1865 to 2120"):
            parse(words).window(Known({}, edition))
    assert parse(words).window(Known({}, 2119)).last.year == 2120


def test_a_stated_day_outside_the_range_is_named_as_such():
    for words in ("0207-04-28", "2121-01-01", "28 April 1207", "1200", "0207-04-28/2017-05-01"):
        with pytest.raises(UnbelievableDay, match="lies outside the years 1865 to 2120; correct it"):
            parse(words).window(Known({}))


def test_a_plan_takes_no_anchor_and_no_agreed_day_outside_the_range():
    chain = Chain("c", 1, "C", "M", (Anchor("x", "X"),), (Step("a", "A", due="1 week before x"),))
    with pytest.raises(UnbelievableDay, match="0207-04-28"):
        plan(chain, {"x": day(date(207, 4, 28))})
    bound = Bound(day(date.max), Basis.AGREED, Agreed(day(date.max)))
    with pytest.raises(UnbelievableDay, match="9999-12-31"):
        plan(chain, {"x": day(date(2017, 4, 28))}, {"a": bound})
    assert plan(chain, {"x": Window(date(1975, 6, 2), date(1975, 6, 2))})["a"].due == date(1975, 5, 26)


def test_working_days_are_counted_in_every_year_that_is_believed():
    assert NO_LISTS.shift(date(1975, 12, 1), -1) == date(1975, 11, 28)
    assert NO_LISTS.shift(FIRST, 1) == date(1865, 1, 2)
    assert NO_LISTS.shift(LAST, 1) == date(2121, 1, 1)
    for start, count in ((date.min, -1), (date.max, 1), (date(207, 1, 1), -90_000)):
        with pytest.raises(ImpossibleDate, match="outside the years 1 to 9999"):
            NO_LISTS.shift(start, count)


def test_the_reminders_of_the_last_day_are_all_there():
    reminders = OWING.reminders(None, LAST, NO_LISTS)
    assert reminders[-1].rung == "chase-ended"
    assert reminders[-1].leaves_on == date(2121, 1, 31)
