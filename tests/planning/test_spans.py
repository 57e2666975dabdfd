"""Several days on end, every other year, and what a text adds to a step."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.basis import Basis
from planning.chain import MEMBER_STATES, Anchor, Chain, Step
from planning.errors import BadChain, NotARule
from planning.grammar import parse
from planning.plan import Planned, plan
from planning.rule_forms import Fixed, Offset, Yearly
from planning.rules import Rule
from planning.sentences import sentences
from planning.spans import Between, During, EveryOther, OneOfTwo
from planning.window import Precision, Window, day

ends = st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2, unique=True).map(sorted)
spans = st.one_of(st.just(During("wsis-forum")), ends.map(lambda two: Between(*two)))
hanging = st.one_of(
    st.builds(Offset, st.integers(1, 99), st.just("day"), st.just("before"), st.just("council.opens")),
    st.builds(Yearly, st.integers(1, 28), st.integers(1, 12)),
    st.just(During("council")),
)
limited = st.builds(Rule, hanging, only=st.builds(EveryOther, st.sampled_from(["odd", "even"])))


@given(st.one_of(st.builds(Rule, spans), limited))
def test_a_rule_read_back_from_its_sentence_is_the_same_rule(rule):
    assert parse(str(rule)) == rule


def planned(step: Step, *days: str, edition: int | None = None, outside: bool = False) -> Planned:
    chain = Chain("small", 1, "A small chain", "no clause", (Anchor("forum", "the Forum", outside=outside),), (step,))
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    return plan(chain, {"forum": Window(first, last)}, edition=edition)["a"]


def test_during_a_meeting_is_any_of_its_days_and_the_last_one_binds():
    deadline = planned(Step("a", "A", due="during forum"), "2017-06-12", "2017-06-16")
    assert (deadline.earliest, deadline.due, deadline.precision) == (
        date(2017, 6, 12),
        date(2017, 6, 16),
        Precision.DAYS,
    )
    assert sentences(deadline.derivation) == (
        "2017-06-12 to 2017-06-16 is during forum",
        "2017-06-16 is forum.closes: the Forum",
    )


def test_during_a_meeting_of_one_day_is_that_day():
    deadline = planned(Step("a", "A", due="during forum"), "2017-06-12")
    assert (deadline.earliest, deadline.due, deadline.precision) == (
        date(2017, 6, 12),
        date(2017, 6, 12),
        Precision.DAY,
    )


def test_during_a_meeting_of_another_body_the_dates_are_not_ours():
    deadline = planned(Step("a", "A", due="during forum"), "2017-06-12", "2017-06-16", outside=True)
    assert deadline.basis is Basis.OUTSIDE


def test_only_a_meeting_has_days_to_be_within():
    steps = (Step("a", "A"), Step("b", "B", due="during a"))
    with pytest.raises(BadChain, match=r"'b' depends on 'a\.closes'"):
        Chain("small", 1, "A small chain", "no clause", (), steps)


def test_a_printed_span_is_a_stated_date():
    rule = parse("2017-06-12/2017-06-16")
    assert rule.is_literal
    assert planned(Step("a", "A", due=str(rule)), "2017-01-01").earliest == date(2017, 6, 12)


def test_both_ends_of_a_span_hang_from_the_same_day():
    with pytest.raises(NotARule, match="both ends of a span depend on the same day, not on x and 1 day after y"):
        parse("from 1 day before x to 1 day after y")


@pytest.mark.parametrize(("opens", "due"), [("2025-06-17", "2025-04-29"), ("2026-04-28", "None")])
def test_every_other_year_is_that_of_the_meeting_it_hangs_from(opens, due):
    deadline = planned(Step("a", "A", due="49 days before forum.opens, in odd years"), opens)
    assert str(deadline.due) == due


def test_in_the_other_years_it_says_why_it_is_undated():
    deadline = planned(Step("a", "A", due="49 days before forum.opens, in odd years"), "2026-04-28")
    assert (deadline.basis, deadline.closes, sentences(deadline.flags)) == (Basis.AWAITED, None, ())
    assert sentences(deadline.derivation) == (
        "its rule is 49 days before forum.opens, in odd years, and this is 2026: undated unless a date is agreed",
    )


def test_a_january_meeting_counts_by_its_own_year_though_the_day_falls_into_the_one_before():
    deadline = planned(Step("a", "A", due="49 days before forum.opens, in odd years"), "2027-01-11")
    assert deadline.due == date(2026, 11, 23)


@pytest.mark.parametrize(("edition", "due"), [(2016, date(2016, 5, 17)), (2017, None)])
def test_a_day_of_the_year_counts_by_its_edition(edition, due):
    assert planned(Step("a", "A", due="17 May, in even years"), "2017-01-01", edition=edition).due == due


def test_a_stated_date_belongs_to_its_own_year():
    with pytest.raises(NotARule, match="a stated date names its year; leave out 'in odd years'"):
        parse("2017-05-17, in odd years")


def test_a_roll_a_limit_and_an_hour_stand_in_this_order():
    words = "4 weeks before council.opens, rolled back in New York, in odd years at 18:00 Europe/Zurich"
    assert str(parse(words)) == words


def test_a_note_closes_its_own_derivation_and_no_other():
    chain = Chain(
        "small",
        1,
        "A small chain",
        "no clause",
        (Anchor("council", "the session"),),
        (
            Step("papers", "Papers", due="4 weeks before council.opens", note="what comes later is deferred"),
            Step("index", "Index", due="1 day after papers"),
            Step("minutes", "Minutes", note="only where a meeting asks"),
        ),
    )
    deadline = plan(chain, {"council": day(date(2017, 5, 15))})
    assert sentences(deadline["papers"].derivation)[-1] == "what comes later is deferred"
    assert "what comes later is deferred" not in sentences(deadline["index"].derivation)
    assert sentences(deadline["minutes"].derivation) == (
        "no source gives its date: awaited until one is agreed",
        "only where a meeting asks",
    )


def test_member_states_are_invited():
    assert Step("a", "A", by=MEMBER_STATES).is_window


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("first quarter of 2027", "2027-01-01", "2027-03-31"),
        ("end of second quarter of 2028", "2028-04-01", "2028-06-30"),
        ("fourth quarter of 2027", "2027-10-01", "2027-12-31"),
    ],
)
def test_a_quarter_is_its_three_months_and_its_last_day_binds(words, first, last):
    quarter = planned(Step("a", "A", due=words), "2027-03-01")
    assert (str(quarter.earliest), str(quarter.due), quarter.precision) == (first, last, Precision.DAYS)
    assert parse(words).is_literal


def test_a_span_has_its_first_day_first_and_one_of_two_days_depends_on_something():
    first, last = date(2027, 3, 8), date(2027, 3, 9)
    for days in ((last, first), (first, first)):
        with pytest.raises(ValueError, match=f"^{days[0]}/{days[1]} is no span of days: the first day comes first$"):
            Between(*days)
    hanging = Offset(1, "day", "before", "council.opens")
    for others in ((hanging, Fixed(first)), (Fixed(first), hanging)):
        with pytest.raises(ValueError, match=r"^the later of two days is one of two that depend on something$"):
            OneOfTwo("later", *others)
