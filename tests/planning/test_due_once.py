"""What is due once, or every four years: by which meeting, until which day, and when it is done."""

from datetime import date

import pytest

from planning.clauses import Kind, Obligation, Period
from planning.judgements import Cell, Handed, Judgement, OpenStep, Serving, Sitting
from planning.obligations import Question, judge

ONCE = Obligation("report", Period.ONCE, to=("council",), copies=("cwg",), by_event="Council 2022", first_year=2022)
COUNCIL = Sitting("council-22", date(2022, 3, 21), date(2022, 3, 31))
BY_COUNCIL = "due once, by Council 2022 (council-22, 2022-03-21 to 2022-03-31)"


def cell(
    year: int, *handed: Handed, duty: Obligation = ONCE, today: str = "2024-02-01", sitting: Sitting | None = None,
    serving: tuple[Serving, ...] = (),
) -> Cell:  # fmt: skip
    question = Question(duty, year, date.fromisoformat(today), sitting)
    return judge(question, Kind.INSTRUCTS, handed, serving)


def had(body: str, on: str) -> Handed:
    return Handed("R", "R", body, date.fromisoformat(on))


def serving(*years: int) -> tuple[Serving, ...]:
    return (Serving("report/2022", frozenset(years), (OpenStep("to-council", "council", date(2022, 2, 21)),)),)


@pytest.mark.parametrize(
    ("year", "today", "judgement", "sentence"),
    [
        (2021, "2022-04-01", Judgement.NOT_DUE, BY_COUNCIL),
        (2022, "2022-03-31", Judgement.NOT_DUE, BY_COUNCIL),  # the last day of the session
        (2023, "2022-03-31", Judgement.NOT_DUE, BY_COUNCIL),
    ],
)
def test_until_its_meeting_is_over_it_is_not_due(year, today, judgement, sentence):
    judged = cell(year, today=today, sitting=COUNCIL)
    assert (judged.judgement, judged.sentence) == (judgement, sentence)


def test_the_day_after_its_meeting_it_is_missing():
    assert cell(2022, today="2022-04-01", sitting=COUNCIL).judgement is Judgement.MISSING


def test_while_its_meeting_has_no_day_it_waits():
    judged = cell(2022, sitting=Sitting("council-22", COUNCIL.opens, COUNCIL.closes, off="postponed"))
    assert judged.judgement is Judgement.NOT_DUE
    assert judged.sentence == "due once, by Council 2022 (council-22 is postponed); its new day is to be confirmed"


def test_it_is_done_in_later_years_only_when_everybody_has_it():
    council, cwg = had("council", "2022-03-25"), had("cwg", "2022-03-26")
    assert cell(2023, council, cwg).sentence == "done in 2022"
    assert cell(2022, council, cwg).judgement is Judgement.FULFILLED
    assert cell(2023, council).judgement is Judgement.MISSING


def test_only_a_cycle_of_its_own_year_serves_it_later():
    assert cell(2023, serving=serving(2022)).judgement is Judgement.OVERDUE
    assert cell(2023, serving=serving(2024)).judgement is Judgement.MISSING
    annual = Obligation("report", Period.ANNUAL, to=("council",), first_year=2022)
    assert cell(2023, duty=annual, serving=serving(2022)).judgement is Judgement.MISSING


def test_between_two_fourth_years_nothing_is_due():
    matrix = Obligation("matrix", Period.FOUR_YEARS, to=("cwg",), first_year=2019)
    assert cell(2020, duty=matrix).sentence == "due every four years, from 2019 on"
    unstated = Obligation("matrix", Period.FOUR_YEARS, to=("cwg",))
    assert cell(2020, duty=unstated).sentence == "due every four years; the text names no first year"
