"""Duties that are late: the matrix says since when, and to open a cycle and do nothing never improves it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.clauses import Kind, Obligation, Period
from planning.judgements import Cell, Handed, Judgement, OpenStep, Serving, Sitting
from planning.obligations import Question, judge

ANNUAL = Obligation("report", Period.ANNUAL, to=("council",), copies=("cwg",))
ONCE = Obligation("report", Period.ONCE, to=("council",), by_event="Council 2022", first_year=2022)
COUNCIL = Sitting("council-22", date(2022, 3, 21), date(2022, 3, 31))
DUE = "2022-02-21"


def cycle(*days: str | None, to: str = "council", passed: bool = False) -> Serving:
    """Return an open cycle of 2022 with a hand-over on each of these days."""
    steps = [OpenStep(f"to-{to}", to, date.fromisoformat(day) if day else None, passed) for day in days]
    return Serving("report/2022", frozenset({2022}), tuple(steps))


def cell(
    duty: Obligation, today: str, *serving: Serving, year: int = 2022, handed: tuple[Handed, ...] = (),
    sitting: Sitting | None = None,
) -> Cell:  # fmt: skip
    question = Question(duty, year, date.fromisoformat(today), sitting)
    return judge(question, Kind.INSTRUCTS, handed, serving)


@pytest.mark.parametrize("duty", [ANNUAL, ONCE])
@pytest.mark.parametrize(
    ("today", "judgement", "sentence"),
    [
        ("2022-02-20", Judgement.UNDER_WAY, f"next in report/2022: to-council {DUE}"),
        (DUE, Judgement.UNDER_WAY, f"next in report/2022: to-council {DUE}"),
        ("2022-02-22", Judgement.OVERDUE, f"overdue since {DUE} (report/2022)"),
        ("2022-12-31", Judgement.OVERDUE, f"overdue since {DUE} (report/2022)"),
        ("2027-01-01", Judgement.OVERDUE, f"overdue since {DUE} (report/2022)"),
    ],
)
def test_a_hand_over_is_overdue_from_the_day_after_its_own(duty, today, judgement, sentence):
    judged = cell(duty, today, cycle(DUE))
    assert (judged.judgement, judged.sentence) == (judgement, sentence)


def test_what_is_overdue_says_who_has_it_and_who_lacks_it():
    had = Handed("R", "R", "council", date(2022, 2, 20))
    judged = cell(ANNUAL, "2022-04-01", cycle("2022-03-15", to="cwg"), handed=(had,))
    assert judged.sentence == "council has R since 2022-02-20; cwg lacks it; overdue since 2022-03-15 (report/2022)"


@pytest.mark.parametrize(
    "serving",
    [
        cycle(DUE, to="translators"),  # a step of the office's own
        cycle(DUE, passed=True),
        cycle("2022-06-01"),
    ],
)
def test_other_steps_make_no_hand_over_late(serving):
    assert cell(ANNUAL, "2022-04-01", serving).judgement is Judgement.UNDER_WAY


def test_a_duty_that_names_nobody_is_late_with_any_hand_over():
    anybody = Obligation("report", Period.ANNUAL)
    assert cell(anybody, "2022-04-01", cycle(DUE, to="forum")).sentence == f"overdue since {DUE} (report/2022)"


@pytest.mark.parametrize(
    ("today", "judgement", "begins"),
    [
        ("2022-03-31", Judgement.UNDER_WAY, "next in report/2022"),
        ("2022-04-01", Judgement.MISSING, "not fulfilled by Council 2022; next in report/2022"),
    ],
)
@pytest.mark.parametrize("day", [None, "2022-06-01"])
def test_what_is_due_once_is_not_fulfilled_once_its_meeting_is_over(day, today, judgement, begins):
    judged = cell(ONCE, today, cycle(day), sitting=COUNCIL)
    assert (judged.judgement, judged.sentence.startswith(begins)) == (judgement, True)


@pytest.mark.parametrize(
    ("day", "judgement"), [(None, Judgement.MISSING), ("2023-02-01", Judgement.UNDER_WAY)]
)  # fmt: skip
def test_a_cycle_of_a_past_year_serves_it_only_with_a_day_to_come(day, judgement):
    assert cell(ANNUAL, "2023-01-10", cycle(day)).judgement is judgement


@given(
    st.sampled_from([ANNUAL, ONCE]),
    st.dates(date(2021, 12, 1), date(2024, 1, 31)),
    st.lists(st.one_of(st.none(), st.dates(date(2021, 12, 1), date(2024, 1, 31)).map(str)), max_size=3),
)
def test_to_open_a_cycle_and_to_do_nothing_never_improves_it(duty, today, days):
    alone = cell(duty, str(today)).judgement
    judged = cell(duty, str(today), cycle(*days)).judgement
    is_nothing_to_come = all(day is None or day < str(today) for day in days)
    if alone is Judgement.MISSING and is_nothing_to_come and today.year > 2022:
        assert judged in (Judgement.MISSING, Judgement.OVERDUE)
    if any(day and day < str(today) for day in days):
        assert judged is Judgement.OVERDUE


@pytest.mark.parametrize("year", [2022, 2023, 2026, 2027, 2030])
def test_a_duty_past_its_event_is_not_due_anew_in_a_year_to_come(year):
    late = cell(ONCE, "2026-11-28", year=year)
    assert (late.judgement, late.sentence.partition(":")[0]) == (Judgement.MISSING, "not fulfilled by Council 2022")
    assert cell(ONCE, "2021-11-28", year=2022).judgement is Judgement.NOT_DUE
    assert cell(ONCE, "2022-11-28", year=2023).sentence == "due once, by Council 2022"  # its day is not known
    assert cell(ANNUAL, "2026-11-28", year=2027).judgement is Judgement.NOT_DUE


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2022-01-01", "no submission is recorded, and no cycle is open for it; it is due once, by Council 2022"),
        ("2022-12-31", "no submission is recorded, and no cycle is open for it; it is due once, by Council 2022"),
        ("2023-01-01", "not fulfilled by Council 2022: no submission is recorded, and no cycle is open for it"),
    ],
)
def test_an_event_of_which_no_day_is_known_is_not_past_before_its_year_is(today: str, sentence: str) -> None:
    judged = cell(ONCE, today)
    assert (judged.judgement, judged.sentence) == (Judgement.MISSING, sentence)
