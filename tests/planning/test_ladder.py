"""Two ladders: 09:00, on working days; the invited are never nagged."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calendar import WorkCalendar
from planning.errors import NotARule
from planning.ladder import INVITED, OWING, Ladder, Reminder, ordinal, parse_ladder
from planning.mail_hours import leaves_at
from planning.zones import zone_info

GENEVA = WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), date(2017, 4, 17)]})


def test_those_who_owe_hear_before_on_the_day_and_every_third_working_day_after():
    reminders = OWING.reminders(None, date(2017, 4, 28), GENEVA)
    assert [(reminder.rung, str(reminder.leaves_on)) for reminder in reminders[:7]] == [
        ("before-14", "2017-04-13"),  # Good Friday: the working day before
        ("before-7", "2017-04-21"),
        ("before-3", "2017-04-25"),
        ("before-1", "2017-04-27"),
        ("before-0", "2017-04-28"),
        ("late-3", "2017-05-03"),
        ("late-6", "2017-05-08"),
    ]
    assert reminders[-1].rung == "chase-ended"
    assert str(reminders[-1].leaves_on) == "2017-05-29"  # the working day after the 30th day


def test_the_invited_hear_of_the_opening_and_once_a_week_before_the_close():
    reminders = INVITED.reminders(nine("2017-03-24"), date(2017, 4, 7), GENEVA)
    assert [(reminder.rung, str(reminder.leaves_on)) for reminder in reminders] == [
        ("opening", "2017-03-24"),
        ("before-7", "2017-03-31"),
    ]


def test_nothing_leaves_before_nine_where_its_reader_is():
    reminders = OWING.reminders(None, date(2017, 4, 28), GENEVA)
    assert leaves_at(reminders[1], "Europe/Zurich") == datetime(2017, 4, 21, 7, 0, tzinfo=UTC)


def test_lateness_is_told_to_one_role_more_from_the_second_overdue_rung_on():
    reminders = OWING.reminders(None, date(2017, 4, 28), GENEVA)
    assert OWING.also_to == "secretary"
    assert [reminder.rung for reminder in OWING.escalated(reminders)][:2] == ["late-6", "late-9"]
    assert OWING.escalated(reminders)[-1].rung == "chase-ended"
    assert INVITED.escalated(INVITED.reminders(nine("2017-03-24"), date(2017, 4, 7), GENEVA)) == ()


def test_a_ladder_stored_before_there_was_escalation_still_reads():
    stored = "14, 7, 3, 1, 0 days before; then every 3 working days"
    assert parse_ladder(stored) == Ladder((14, 7, 3, 1, 0), late_every=3)
    assert str(parse_ladder(stored)) == stored
    assert str(OWING) == f"{stored}, from the 2nd also to secretary"


@pytest.mark.parametrize(
    "text",
    [
        "7 days before; then every 3 working days, from the 2th also to secretary",
        "7 days before; then every 3 working days, from the 0th also to secretary",
        "7 days before, from the 2nd also to secretary",
        "7 days before; then every 3 working days, from the 2nd also to The Boss",
    ],
)
def test_what_is_not_a_ladder_is_refused_with_one_that_is(text):
    with pytest.raises(NotARule, match="reminders are written"):
        parse_ladder(text)


@given(st.dates(date(2016, 1, 1), date(2018, 12, 31)), st.sampled_from([OWING, INVITED]))
def test_every_rung_leaves_on_a_working_day(due, ladder):
    assert all(GENEVA.is_working(reminder.leaves_on) for reminder in ladder.reminders(None, due, GENEVA))


SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
LATE = st.one_of(
    st.just((None, 0, None)),
    st.tuples(st.integers(1, 30), st.just(0), st.none()),
    st.tuples(st.integers(1, 30), st.integers(1, 130), SLUGS),
)


@given(st.lists(st.integers(0, 90), min_size=1), st.booleans(), LATE)
def test_a_ladder_is_one_sentence(before, opening, late):
    ladder = Ladder(tuple(before), opening, *late)
    assert parse_ladder(str(ladder)) == ladder


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0th"), (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"),
        (13, "13th"), (14, "14th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (101, "101st"), (111, "111th"),
        (112, "112th"), (113, "113th"), (121, "121st"),
    ],
)  # fmt: skip
def test_ordinals_are_written_as_people_write_them(number, words):
    assert ordinal(number) == words


def test_the_last_overdue_reminder_may_leave_on_the_thirtieth_day_itself():
    saturday = date(2017, 6, 10)  # its 21st working day is 10 July
    reminders = OWING.reminders(None, saturday, WorkCalendar("Geneva"))
    assert [(reminder.rung, str(reminder.leaves_on)) for reminder in reminders[-2:]] == [
        ("late-21", "2017-07-10"),
        ("chase-ended", "2017-07-11"),
    ]


def test_a_window_whose_opening_is_not_known_is_only_recalled():
    assert [reminder.rung for reminder in INVITED.reminders(None, date(2017, 4, 7), GENEVA)] == ["before-7"]
    assert [reminder.rung for reminder in Ladder((7,)).reminders(nine("2017-03-24"), date(2017, 4, 7), GENEVA)] == [
        "before-7"
    ]


@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/Lima", "Asia/Kathmandu"])
def test_an_opening_has_one_instant_for_all(zone):
    (opening, recall) = INVITED.reminders(nine("2017-04-13"), date(2017, 5, 5), GENEVA)
    assert (opening.rung, leaves_at(opening, zone)) == ("opening", nine("2017-04-13"))
    assert leaves_at(recall, zone) == datetime(2017, 4, 28, 9, 0, tzinfo=zone_info(zone))


def test_what_is_escalated_begins_with_the_stated_overdue_reminder():
    reminders = tuple(
        Reminder(rung, date(2017, 5, 1)) for rung in ("before-1", "late-1", "late-2", "late-3", "chase-ended")
    )
    for number, rungs in ((1, ["late-1", "late-2", "late-3"]), (3, ["late-3"]), (4, [])):
        ladder = Ladder((1,), late_every=1, also_from=number, also_to="secretary")
        assert [reminder.rung for reminder in ladder.escalated(reminders)] == [*rungs, "chase-ended"]


def test_the_sentences_of_the_two_ladders():
    assert str(OWING) == "14, 7, 3, 1, 0 days before; then every 3 working days, from the 2nd also to secretary"
    assert str(INVITED) == "the opening; 7 days before"
    assert str(Ladder((7,), late_every=2)) == "7 days before; then every 2 working days"
    with pytest.raises(NotARule) as refusal:
        parse_ladder("soon")
    assert str(refusal.value) == f"'soon' is not a date rule: reminders are written {str(OWING)!r} or {str(INVITED)!r}"


def test_without_a_role_above_nobody_else_hears_of_lateness():
    ladder = Ladder((7,), late_every=3)
    assert ladder.escalated(ladder.reminders(None, date(2017, 4, 28), GENEVA)) == ()


@pytest.mark.parametrize(
    ("opens", "rungs"),
    [
        ("2017-03-28", ["opening", "before-7"]),  # ten days
        ("2017-03-29", ["opening"]),
        ("2017-03-31", ["opening"]),  # the day of the recall
        ("2017-04-03", ["opening"]),  # after it
    ],
)
def test_a_window_under_ten_days_has_no_recall(opens, rungs):
    reminders = INVITED.reminders(nine(opens), date(2017, 4, 7), GENEVA)
    assert [reminder.rung for reminder in reminders] == rungs


def test_a_recall_that_rolls_back_onto_the_opening_does_not_leave():
    easter = Ladder((3,), opening=True).reminders(nine("2017-04-13"), date(2017, 4, 20), GENEVA)
    assert [reminder.rung for reminder in easter] == ["opening"]  # Easter Monday's recall would leave on that Thursday


def nine(on: str) -> datetime:
    return datetime.combine(date.fromisoformat(on), time(9), zone_info("Europe/Zurich"))
