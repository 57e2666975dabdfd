"""Two ladders: 09:00, on working days; the invited are never nagged."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from planning.calendar import WorkCalendar
from planning.ladder import INVITED, OWING, Ladder, leaves_at, parse_ladder, reached

GENEVA = WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), date(2017, 4, 17)]})


def test_those_who_owe_hear_before_on_the_day_and_every_third_working_day_after():
    rungs = OWING.rungs(None, date(2017, 4, 28), GENEVA)
    assert [(rung.key, str(rung.leaves_on)) for rung in rungs[:7]] == [
        ("before-14", "2017-04-13"),  # Good Friday: the working day before
        ("before-7", "2017-04-21"),
        ("before-3", "2017-04-25"),
        ("before-1", "2017-04-27"),
        ("before-0", "2017-04-28"),
        ("late-3", "2017-05-03"),
        ("late-6", "2017-05-08"),
    ]
    assert rungs[-1].key == "chase-ended"
    assert str(rungs[-1].leaves_on) == "2017-05-29"  # the working day after the 30th day


def test_the_invited_hear_of_the_opening_and_once_a_week_before_the_close():
    rungs = INVITED.rungs(date(2017, 3, 24), date(2017, 4, 7), GENEVA)
    assert [(rung.key, str(rung.leaves_on)) for rung in rungs] == [
        ("opening", "2017-03-24"),
        ("before-7", "2017-03-31"),
    ]


def test_nothing_leaves_before_nine_where_its_reader_is():
    rungs = OWING.rungs(None, date(2017, 4, 28), GENEVA)
    assert leaves_at(rungs[1], "Europe/Zurich") == datetime(2017, 4, 21, 7, 0, tzinfo=UTC)
    assert [r.key for r in reached(rungs, datetime(2017, 4, 21, 6, 59, tzinfo=UTC), "Europe/Zurich")] == ["before-14"]
    assert reached(rungs, datetime(2017, 4, 21, 7, 0, tzinfo=UTC), "Europe/Zurich")[-1].key == "before-7"
    assert reached(rungs, datetime(2017, 4, 21, 7, 0, tzinfo=UTC), "America/New_York")[-1].key == "before-14"


@given(st.dates(date(2016, 1, 1), date(2018, 12, 31)), st.sampled_from([OWING, INVITED]))
def test_every_rung_leaves_on_a_working_day(due, ladder):
    assert all(GENEVA.is_working(rung.leaves_on) for rung in ladder.rungs(due, due, GENEVA))


@given(st.lists(st.integers(0, 90), min_size=1), st.booleans(), st.one_of(st.none(), st.integers(1, 30)))
def test_a_ladder_is_one_sentence(before, opening, late):
    ladder = Ladder(tuple(before), opening, late)
    assert parse_ladder(str(ladder)) == ladder
