"""A year under several texts: the one in force on the day that counts judges it."""

from dataclasses import replace
from datetime import date

import pytest

from planning.clauses import Kind, Obligation, Period
from planning.judgements import Beside, Handed, Judgement, OpenStep, Paper, Serving, Sitting
from planning.versions_in_year import Record, Spell, judge_year

ANNUAL = Obligation("report", Period.ANNUAL, to=("council",))
CHANGED = date(2017, 6, 1)  # the first day of the new text
OLD, NEW = Spell(date(2017, 1, 1), date(2017, 5, 31), ANNUAL), Spell(CHANGED, date(2017, 12, 31), ANNUAL)
NOTHING = Spell(CHANGED, date(2017, 12, 31))
TODAY = date(2017, 9, 1)


def record(*handed: str, steps: tuple[str, ...] = (), sitting: Sitting | None = None, today: date = TODAY) -> Record:
    copies = [Handed("R", "R", "council", date.fromisoformat(on)) for on in handed]
    open_steps = tuple(OpenStep("to-council", "council", date.fromisoformat(due)) for due in steps)
    serving = [Serving("report/2017", frozenset({2017}), open_steps)] if steps else []
    return Record(copies, lambda duty: serving, lambda duty: Beside(sitting), today)


def judged(spells, known):
    judged_year = judge_year(2017, spells, known)
    return judged_year.cell.judgement, judged_year.spell, judged_year.on


@pytest.mark.parametrize(("on", "number"), [("2017-01-01", 0), ("2017-05-31", 0), ("2017-06-01", 1), ("2017-12-31", 1)])
def test_what_was_handed_over_is_judged_by_the_text_of_that_day(on, number):
    judged_year = judged([OLD, NEW], record(on))
    assert judged_year == (Judgement.FULFILLED, number, date.fromisoformat(on))


@pytest.mark.parametrize(("due", "number"), [("2017-05-31", 0), ("2017-06-01", 1)])
def test_what_is_still_open_is_judged_by_the_text_of_its_day(due, number):
    assert judged([OLD, NEW], record(steps=(due,))) == (Judgement.OVERDUE, number, date.fromisoformat(due))


def test_the_first_open_step_of_the_year_counts_and_those_of_other_years_do_not():
    judged_year = judged([OLD, NEW], record(steps=("2018-01-01", "2017-10-01", "2017-05-01")))
    assert judged_year[1:] == (0, date(2017, 5, 1))
    assert judged([OLD, NEW], record(steps=("2018-01-01",)))[1:] == (1, date(2017, 12, 31))


@pytest.mark.parametrize(
    ("sitting", "found"),
    [
        (Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25)), (0, date(2017, 5, 25))),
        (Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25), off="postponed"), (1, date(2017, 12, 31))),
        (Sitting("council-18", date(2018, 4, 17), date(2018, 4, 27)), (1, date(2017, 12, 31))),
    ],
)
def test_without_a_step_the_meeting_of_the_year_gives_the_day(sitting, found):
    assert judged([OLD, NEW], record(sitting=sitting))[1:] == found


def test_a_step_counts_before_the_meeting():
    sitting = Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25))
    assert judged([OLD, NEW], record(steps=("2017-07-01",), sitting=sitting))[1:] == (1, date(2017, 7, 1))


def test_the_meeting_says_in_which_year_it_is_due():
    once = Spell(OLD.first, NEW.last, Obligation("report", Period.ONCE, to=("council",), by_event="the Council"))
    sitting = Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25))
    judged_year = judge_year(2017, [once], record(sitting=sitting, today=date(2017, 5, 25)))
    assert judged_year.cell.sentence == "due once, by the Council (council-17, 2017-05-15 to 2017-05-25)"


def test_a_duty_that_a_later_text_ended_before_its_day_is_not_due():
    judged_year = judge_year(2017, [OLD, NOTHING], record())
    assert (judged_year.cell.judgement, judged_year.spell, judged_year.on) == (Judgement.NOT_DUE, 0, date(2017, 12, 31))
    assert judged_year.cell.sentence == "it ended on 2017-05-31, before it fell due"


def test_what_an_ended_duty_had_reached_is_told_with_it():
    begun = Spell(OLD.first, OLD.last, Obligation("report", Period.ANNUAL, to=("council", "cstd")))
    judged_year = judge_year(2017, [begun, NOTHING], record("2017-03-01"))
    assert judged_year.cell.sentence.startswith(
        "it ended on 2017-05-31, before it fell due; council has R since 2017-03-01"
    )


def test_a_standing_duty_is_read_today_and_says_when_it_ended():
    standing = Spell(OLD.first, OLD.last, Obligation("report", Period.STANDING, to=("council",)))
    assert judge_year(2017, [standing], record(today=date(2017, 5, 31))).on == date(2017, 5, 31)
    judged_year = judge_year(2017, [standing, NOTHING], record())
    assert (judged_year.cell.judgement, judged_year.on) == (Judgement.STANDING, TODAY)
    assert judged_year.cell.sentence == "a standing duty; it ended on 2017-05-31"
    assert judge_year(2017, [standing, NOTHING], record(today=date(2018, 1, 1))).on == date(2017, 12, 31)


def test_who_is_only_invited_is_read_today_too():
    invited = Spell(OLD.first, NEW.last, ANNUAL, Kind.INVITES)
    assert judge_year(2017, [invited], record()).on == TODAY
    assert Spell(OLD.first, OLD.last).holds(None) is False


def test_a_paper_before_the_meeting_of_the_year_counts_under_the_text_of_its_day():
    sitting = Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25))
    known = replace(record(), beside=lambda duty: Beside(sitting, (Paper("C17/9", "council", sitting),)))
    cell = judge_year(2017, [OLD, NEW], known).cell
    assert cell.sentence.startswith("C17/9 was before council-17 (2017-05-15 to 2017-05-25), which is over")
