"""Terms: what a list of members makes of those that are held, on the days that it speaks of and on no others."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.terms import Term, retermed

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
A_DAY = timedelta(days=1)


def term(first: str, last: str, region: str | None = None) -> Term:
    return Term(date.fromisoformat(first), date.fromisoformat(last), region)


@pytest.mark.parametrize(("on", "holds"), [(FIRST - A_DAY, False), (FIRST, True), (LAST, True), (LAST + A_DAY, False)])
def test_both_days_of_a_term_lie_in_it(on: date, holds: bool) -> None:
    assert Term(FIRST, LAST).holds(on) is holds


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        ("2024-01-01", "2024-12-31", [term("2023-01-01", "2023-12-31"), term("2025-01-01", "2026-12-31")]),
        ("2023-01-01", "2026-12-30", [term("2026-12-31", "2026-12-31")]),
        ("2023-01-02", "2026-12-31", [term("2023-01-01", "2023-01-01")]),
        ("2023-01-01", "2026-12-31", []),
        ("2027-06-01", "2027-12-31", [term("2023-01-01", "2026-12-31")]),
        ("2022-01-01", "2022-12-31", [term("2023-01-01", "2026-12-31")]),
    ],
)
def test_what_is_left_of_a_term_outside_some_days(first: str, last: str, left: list[Term]) -> None:
    assert list(Term(FIRST, LAST).outside(date.fromisoformat(first), date.fromisoformat(last))) == left


def test_what_is_left_keeps_its_region() -> None:
    held = Term(FIRST, LAST, "Americas")
    assert [each.region for each in held.outside(date(2024, 1, 1), date(2024, 1, 1))] == ["Americas"] * 2


@pytest.mark.parametrize(
    ("held", "wanted", "then"),
    [
        ([], [term("2023-01-01", "2026-12-31")], [term("2023-01-01", "2026-12-31")]),
        ([term("2020-01-01", "2022-12-31")], [term("2023-01-01", "2023-12-31")], [term("2020-01-01", "2023-12-31")]),
        (
            [term("2020-01-01", "2022-12-30")],
            [term("2023-01-01", "2023-12-31")],
            [term("2020-01-01", "2022-12-30"), term("2023-01-01", "2023-12-31")],
        ),
        ([term("2020-01-01", "2030-12-31")], [], [term("2020-01-01", "2022-12-31"), term("2027-01-01", "2030-12-31")]),
        (
            [term("2020-01-01", "2022-12-31", "Africa")],
            [term("2023-01-01", "2023-12-31", "Asia")],
            [term("2020-01-01", "2022-12-31", "Africa"), term("2023-01-01", "2023-12-31", "Asia")],
        ),
        (
            [term("2020-01-01", "2022-12-31", "Africa")],
            [term("2023-01-01", "2023-12-31")],
            [term("2020-01-01", "2023-12-31", "Africa")],
        ),
        (
            [term("2020-01-01", "2022-12-31")],
            [term("2023-01-01", "2023-12-31", "Asia")],
            [term("2020-01-01", "2023-12-31", "Asia")],
        ),
        ([], [term("2024-01-02", "2024-01-01")], []),
        ([], [term("2024-01-01", "2024-01-01")], [term("2024-01-01", "2024-01-01")]),
        (
            [],
            [term("2023-01-01", "2026-12-31"), term("2024-01-01", "2024-06-30")],
            [term("2023-01-01", "2026-12-31")],
        ),
        (
            [],
            [term("2025-01-01", "2025-12-31"), term("2023-01-01", "2023-12-31")],
            [term("2023-01-01", "2023-12-31"), term("2025-01-01", "2025-12-31")],
        ),
    ],
)
def test_a_list_changes_its_own_days_and_what_follows_without_a_day_between_is_one(
    held: list[Term], wanted: list[Term], then: list[Term]
) -> None:
    assert retermed(held, FIRST, LAST, wanted) == then


def test_a_term_without_an_end_swallows_what_follows_it() -> None:
    for_ever = Term(FIRST, date.max)
    assert retermed([for_ever], FIRST, LAST, [Term(FIRST, LAST)]) == [for_ever]
    assert retermed([for_ever], LAST + A_DAY, date.max, [for_ever]) == [for_ever]


days = st.dates(date(2020, 1, 1), date(2020, 3, 1))
terms = st.lists(st.builds(Term, days, days), max_size=4)


@given(terms, days, days, terms)
def test_on_each_day_somebody_is_in_by_the_list_or_as_before(held, first, last, wanted):
    held = [each for each in held if each.first <= each.last]
    wanted = [Term(max(each.first, first), min(each.last, last)) for each in wanted]
    then = retermed(held, first, last, wanted)
    for number in range(-1, 62):
        on = date(2020, 1, 1) + number * A_DAY
        ruling = wanted if first <= on <= last else held
        assert any(each.holds(on) for each in then) is any(each.holds(on) for each in ruling)
    assert all(before.last + A_DAY < after.first for before, after in pairwise(then))
