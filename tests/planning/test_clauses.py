"""Clauses: in which years a duty falls due by its own words, and what a new version does to one."""

from dataclasses import replace
from datetime import date

import pytest

from planning.clauses import Change, Clause, Fate, Kind, Obligation, Period, citations, cited, compare, unknown


@pytest.mark.parametrize(
    ("period", "words", "years"),
    [
        (Period.ANNUAL, {}, range(2015, 2025)),
        (Period.ANNUAL, {"since": date(2017, 12, 31)}, range(2017, 2025)),
        (Period.ANNUAL, {"until": date(2017, 1, 1)}, range(2015, 2018)),
        (Period.ONCE, {"first_year": 2018}, [2018]),
        (Period.ONCE, {}, []),
        (Period.FOUR_YEARS, {"first_year": 2019}, [2019, 2023]),
        (Period.FOUR_YEARS, {}, []),
        (Period.REGULARLY, {"first_year": 2019}, []),
        (Period.STANDING, {}, []),
    ],
)
def test_a_duty_falls_due_in_the_years_that_its_words_name(period, words, years):
    duty = Obligation("report", period, **words)
    assert [year for year in range(2015, 2025) if duty.falls_due(year)] == list(years)


def clause(
    number: str, *duties: Obligation, text: str = "t", group: str = "instructs", kind: Kind = Kind.INSTRUCTS
) -> Clause:
    return Clause("a", group, number, kind, "Secretary-General", text, duties)


def test_a_clause_that_moves_has_both_places():
    (change,) = compare([clause("5")], [clause("6")])
    assert (change.fate, change.reference) == (Fate.CHANGED, "instructs 5 → instructs 6")
    (change,) = compare([clause("5")], [clause("5")])
    assert (change.fate, change.reference, change.respects) == (Fate.CARRIED, "instructs 5", ())


def test_in_which_respects_a_clause_is_changed():
    report, paper = Obligation("report", Period.ANNUAL, "a"), Obligation("paper", Period.ONCE, "b")
    invited = clause("5", paper, text="u", kind=Kind.INVITES)
    (change,) = compare([clause("5", report)], [invited])
    assert change.respects == (
        "kind: instructs → invites",
        "text",
        "obligation ended: report",
        "obligation added: paper",
    )


def test_the_terms_of_a_duty_are_told_by_their_names():
    old = Obligation("report", Period.ANNUAL, to=("council", "cstd"), first_year=2019)
    new = Obligation("report", Period.ANNUAL, considered_by=("cwg",), purpose="decision")
    (change,) = compare([clause("5", old)], [clause("5", new)])
    assert change.respects == (
        "to: council, cstd → none",
        "considered by: none → cwg",
        "purpose: none → decision",
        "first year: 2019 → none",
    )


def test_what_is_added_and_what_ends_keep_their_clause():
    old, new = (
        Clause("a", "instructs", "1", Kind.INSTRUCTS, "SG", "t"),
        Clause("b", "invites", "2", Kind.INVITES, "SG", "t"),
    )
    added, ended = compare([old], [new])
    assert (added.fate, added.old, added.new, added.reference) == (Fate.ADDED, None, new, "invites 2")
    assert (ended.fate, ended.old, ended.new, ended.reference) == (Fate.ENDED, old, None, "instructs 1")


def test_a_letter_is_cited_without_the_bracket_that_the_text_prints_behind_it():
    terms = Clause("c", "Annex, terms of reference", "c)", Kind.TERMS, "the Group", "t")
    assert cited("Resolution 1332, terms of reference c", ["Resolution 1332"], [terms]) == (terms,)


def test_a_mandate_names_its_resolution_first_and_then_places_in_it():
    annex = "Council Resolution 1332, Annex, terms of reference c"
    assert [(each.resolution, each.group, each.number) for each in citations(annex)] == [
        ("Council Resolution 1332", "Annex, terms of reference", "c")
    ]
    assert [each.group for each in citations("Resolution 1332, terms of reference, c")] == ["terms of reference"]
    assert citations("instructs the Secretary-General 5") == ()
    assert [each.resolution for each in citations("Resolution 1332, invites 5; encourages 6")] == [
        "Resolution 1332"
    ] * 2


@pytest.mark.parametrize(
    ("old", "new", "respects"),
    [
        ("to report annually", "to report regularly", ("printed words",)),
        ("to report annually", "To  report  annually", ()),
        ("to report annually", None, ()),
        (None, "to report annually", ()),
        (None, None, ()),
    ],
)
def test_printed_words_are_compared_where_both_texts_give_them(old, new, respects):
    (change,) = compare([replace(clause("5"), quote=old)], [replace(clause("5"), quote=new)])
    assert change.respects == respects


def test_a_text_that_is_not_held_ends_and_adds_nothing():
    old, new = clause("5"), replace(clause("6"), key="b")
    assert unknown([old], [new]) == (
        Change(Fate.UNKNOWN, "a", old, None),
        Change(Fate.UNKNOWN, "b", None, new),
    )


def test_letters_with_brackets_are_cited_and_recited_without_them():
    cited_letters = [each.number for each in citations("Resolution 1332, terms of reference a) and c) ii)")]
    assert cited_letters == ["a", "c ii"]
    recited = Clause("e", "Resolution 1332, considering", "c) ii)", Kind.REQUESTS, "Council", "t")
    assert cited("Resolution 1332, considering c) ii)", ["Resolution 140"], [recited]) == (recited,)
