"""Obligations judged: fulfilled only when everybody has the same document; without a period never missing."""

from datetime import date

import pytest

from planning.clauses import Clause, Fate, Kind, Obligation, Period, citations, cited, compare
from planning.judgements import Cell, Handed, Judgement, OpenStep, Serving
from planning.obligations import Question, judge

TODAY = date(2017, 9, 1)
REPORT = Obligation("report", Period.ANNUAL, to=("ecosoc",), via="cstd", copies=("cwg",), considered_by=("cwg",))


def had(document: str, body: str, on: str, via: str | None = None) -> Handed:
    return Handed(document, document, body, date.fromisoformat(on), via)


def cell(
    duty: Obligation,
    year: int,
    *handed: Handed,
    kind: Kind = Kind.INSTRUCTS,
    cycles: tuple[Serving, ...] = (),
    today: date = TODAY,
) -> Cell:
    return judge(Question(duty, year, today), kind, handed, cycles)


def test_every_recipient_and_every_copy_must_have_the_same_document() -> None:
    sent = had("R", "ecosoc", "2017-04-01", "cstd")
    assert cell(REPORT, 2017, sent).judgement is Judgement.UNDER_WAY
    assert cell(REPORT, 2017, sent).lacking == ("cwg",)
    assert cell(REPORT, 2017, sent, had("Other", "cwg", "2017-02-01")).judgement is Judgement.UNDER_WAY
    done = cell(REPORT, 2017, sent, had("R", "cwg", "2017-02-01"))
    assert (done.judgement, done.lacking) == (Judgement.FULFILLED, ())
    assert done.notes == ("cwg had R on 2017-02-01, before it went",)


def test_the_route_counts() -> None:
    copy = had("R", "cwg", "2017-02-01")
    assert cell(REPORT, 2017, had("R", "ecosoc", "2017-04-01"), copy).judgement is Judgement.UNDER_WAY
    relayed = (had("R", "ecosoc", "2017-04-01"), had("R", "cstd", "2017-03-01"))
    assert cell(REPORT, 2017, *relayed, copy).judgement is Judgement.FULFILLED


def test_a_copy_of_the_next_year_completes_the_year_of_the_report() -> None:
    handed = (had("R", "ecosoc", "2017-04-01", "cstd"), had("R", "cwg", "2018-01-24"))
    after = date(2018, 2, 1)
    assert cell(REPORT, 2017, *handed, today=after).judgement is Judgement.FULFILLED
    assert cell(REPORT, 2018, *handed, today=after).judgement is Judgement.MISSING


def test_a_year_with_nothing_is_missing_until_a_cycle_is_open_for_it() -> None:
    assert cell(REPORT, 2016).judgement is Judgement.MISSING
    assert cell(REPORT, 2018).judgement is Judgement.NOT_DUE
    steps = (OpenStep("to-cwg", "cwg", date(2017, 10, 1)), OpenStep("to-cstd", "ecosoc", None))
    judged = cell(REPORT, 2017, cycles=(Serving("annual-report/2016", frozenset({2017}), steps),))
    assert (judged.judgement, judged.sentence) == (
        Judgement.UNDER_WAY,
        "next in annual-report/2016: to-cwg 2017-10-01",
    )


def test_what_was_begun_in_a_past_year_and_left_is_missing() -> None:
    judged = cell(REPORT, 2016, had("R", "ecosoc", "2016-04-01", "cstd"))
    assert (judged.judgement, judged.lacking) == (Judgement.MISSING, ("cwg",))
    assert judged.sentence == "ecosoc has R (through cstd) since 2016-04-01; cwg lacks it"


@pytest.mark.parametrize("period", [Period.STANDING, Period.UNSTATED, Period.REGULARLY])
@pytest.mark.parametrize("year", [1990, 2016, 2017, 2030])
def test_without_a_period_nothing_is_ever_missing(period: Period, year: int) -> None:
    assert cell(Obligation("x", period, to=("council",)), year).judgement is Judgement.STANDING


@pytest.mark.parametrize("kind", [Kind.ENCOURAGES, Kind.INVITES])
def test_who_is_invited_lacks_nothing(kind: Kind) -> None:
    assert cell(Obligation("x", Period.ANNUAL), 2016, kind=kind).judgement is Judgement.STANDING


def test_regularly_is_fulfilled_in_a_year_that_has_it() -> None:
    roadmaps = Obligation("x", Period.REGULARLY, to=("council",), via="cwg")
    assert cell(roadmaps, 2017, had("C17/9", "council", "2017-04-01", "cwg")).judgement is Judgement.FULFILLED


def test_once_is_due_in_its_year_and_done_when_early() -> None:
    once = Obligation("x", Period.ONCE, to=("council",), by_event="Council 2022", first_year=2022)
    assert cell(once, 2017).sentence == "due once, by Council 2022"
    assert cell(once, 2022, today=date(2022, 6, 1)).judgement is Judgement.MISSING
    early = had("C22/9", "council", "2021-12-20")
    assert cell(once, 2022, early, today=date(2022, 6, 1)).judgement is Judgement.FULFILLED
    assert cell(once, 2023, early, today=date(2023, 6, 1)).sentence == "done in 2021"
    late = cell(once, 2023, today=date(2023, 6, 1))
    assert (late.judgement, late.sentence) == (
        Judgement.MISSING,
        "not fulfilled by Council 2022: no submission is recorded, and no cycle is open for it",
    )
    still = Serving("final-report/2022", frozenset({2022}), (OpenStep("to-council", "council", date(2022, 2, 21)),))
    assert cell(once, 2023, cycles=(still,), today=date(2023, 6, 1)).judgement is Judgement.OVERDUE
    assert cell(once, 2022).sentence == "due once, by Council 2022"


def test_every_four_years_and_since_and_until() -> None:
    matrix = Obligation("x", Period.FOUR_YEARS, to=("cwg",), first_year=2019)
    judged = [cell(matrix, year, today=date(2024, 1, 1)).judgement for year in range(2018, 2024)]
    owed, not_due = Judgement.MISSING, Judgement.NOT_DUE
    assert judged == [not_due, owed, not_due, not_due, not_due, owed]
    bound = Obligation("x", Period.ANNUAL, to=("c",), since=date(2017, 1, 1), until=date(2018, 6, 1))
    judged = [cell(bound, year, today=date(2020, 1, 1)).judgement for year in range(2016, 2020)]
    assert judged == [not_due, owed, owed, not_due]


def test_mandates_cite_clauses() -> None:
    mandate = "Council Resolution 1332, instructs the Secretary-General 4 and 6; Annex, terms of reference c"
    clauses_cited = citations(mandate)
    assert [(citation.resolution, citation.group, citation.number) for citation in clauses_cited] == [
        ("Council Resolution 1332", "instructs the Secretary-General", "4"),
        ("Council Resolution 1332", "instructs the Secretary-General", "6"),
        ("Council Resolution 1332", "Annex, terms of reference", "c"),
    ]
    assert citations("Rule 20 of the Council's Rules of Procedure") == ()
    assert citations("") == ()


def test_short_citations_mean_one_clause_and_recitals_are_cited_by_their_place() -> None:
    prizes = Clause("e-5", "encourages Member States and all", "5", Kind.ENCOURAGES, "members", "t")
    terms = Clause("tor-c", "Annex, terms of reference", "c", Kind.TERMS, "the Group", "t")
    five = Clause("sg-5", "instructs the Secretary-General", "5", Kind.INSTRUCTS, "SG", "t")
    both = Clause("sgd-5", "instructs the Secretary-General and the Directors", "5", Kind.INSTRUCTS, "SG", "t")
    recited = Clause("e-iii", "Resolution 1332, considering", "e iii", Kind.REQUESTS, "Council", "t")

    def keys(mandate: str, resolution: str = "Resolution 1332") -> list[str]:
        return [clause_.key for clause_ in cited(mandate, [resolution], (prizes, terms, five, both, recited))]

    assert keys("Resolution 1332, encourages 5") == ["e-5"]
    assert keys("Resolution 1332, terms of reference c and h") == ["tor-c"]
    assert keys("Resolution 1332, instructs the Secretary-General 5; encourages 5") == ["e-5", "sg-5"]
    assert keys("Resolution 1332, instructs 5") == []
    assert keys("Resolution 1332, considering e iii", "Resolution 140") == ["e-iii"]
    assert keys("Resolution 1333, encourages 5") == []


def clause(key: str, number: str, text: str = "t", *duties: Obligation) -> Clause:
    return Clause(key, "instructs", number, Kind.INSTRUCTS, "Secretary-General", text, duties)


def test_two_versions_clause_by_clause() -> None:
    old = (clause("a", "1"), clause("b", "2", "t", REPORT), clause("c", "3"))
    quicker = Obligation(
        "report", Period.REGULARLY, to=("council",), via="cstd", copies=("cwg",), considered_by=("cwg",)
    )
    found = {
        change.key: change
        for change in compare(old, (clause("a", "1"), clause("b", "3", "t", quicker), clause("d", "2")))
    }
    assert {key: change.fate for key, change in found.items()} == {
        "a": Fate.CARRIED,
        "b": Fate.CHANGED,
        "d": Fate.ADDED,
        "c": Fate.ENDED,
    }
    assert found["b"].respects == (
        "reference: instructs 2 → instructs 3",
        "period: annual → regularly",
        "to: ecosoc → council",
    )


def test_the_next_step_is_the_first_towards_whoever_lacks_it():
    steps = (
        OpenStep("to-cstd", "cstd", date(2017, 9, 1)),
        OpenStep("to-cwg", "cwg", None),
        OpenStep("again", "cwg", date(2017, 11, 1), passed=True),
        OpenStep("to-council", "council", date(2017, 10, 1)),
    )
    serving = Serving("c/2017", frozenset({2017}), steps)
    assert [serving.next_for(bodies).step for bodies in (["cwg"], ["council", "cwg"], [], ["nobody"])] == [
        "to-cwg", "to-council", "to-cstd", "to-cstd",
    ]  # fmt: skip
    assert Serving("c/2017", frozenset(), ()).next_for(["cwg"]) is None
