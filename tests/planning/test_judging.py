"""What a year shows of an obligation, word by word: who has what, who lacks it, what comes next."""

from datetime import date

import pytest

from planning.clauses import Kind, Obligation, Period
from planning.judgements import Cell, Handed, Judgement, OpenStep, Paper, Serving, Sitting
from planning.obligations import Question, judge

COUNCIL = Sitting("council-17", date(2017, 5, 15), date(2017, 5, 25))
ANNUAL = Obligation("report", Period.ANNUAL, to=("council",), copies=("cwg", "cstd"))
PAPER = Paper("C17/9", "council", COUNCIL)
AWAITED = (
    "C17/9 is before council-17 (2017-05-15 to 2017-05-25); the day on which council was given it is to be confirmed: "
    "nothing on record says it"
)
STEPS = (OpenStep("to-cwg", "cwg", None),)
OPEN = (Serving("report/2017", frozenset({2017}), STEPS),)


def cell(
    *handed: Handed, duty: Obligation = ANNUAL, year: int = 2017, today: str = "2017-09-01",
    serving: tuple[Serving, ...] = (), papers: tuple[Paper, ...] = (),
) -> Cell:  # fmt: skip
    question = Question(duty, year, date.fromisoformat(today))
    return judge(question, Kind.INSTRUCTS, handed, serving, papers)


def had(body: str, on: str, document: str = "R") -> Handed:
    return Handed(document, document, body, date.fromisoformat(on))


def test_who_has_it_and_who_lacks_it_are_listed():
    judged = cell(had("council", "2017-05-02"))
    assert (judged.judgement, judged.lacking) == (Judgement.UNDER_WAY, ("cwg", "cstd"))
    assert judged.sentence == "council has R since 2017-05-02; cwg and cstd lack it"
    everybody = cell(had("council", "2017-05-02"), had("cstd", "2017-03-01"), had("cwg", "2017-02-01"))
    assert (
        everybody.sentence == "cwg has R since 2017-02-01; cstd has R since 2017-03-01; council has R since 2017-05-02"
    )
    assert (everybody.judgement, everybody.on, everybody.cycles) == (Judgement.FULFILLED, date(2017, 5, 2), ())


def test_what_a_cycle_does_next_is_told_behind():
    judged = cell(had("council", "2017-05-02"), serving=OPEN)
    assert (
        judged.sentence == "council has R since 2017-05-02; cwg and cstd lack it; next in report/2017: to-cwg awaited"
    )
    assert judged.cycles == OPEN
    assert cell(serving=OPEN).sentence == "next in report/2017: to-cwg awaited"
    done = (Serving("report/2017", frozenset({2017}), ()),)
    assert cell(serving=done).sentence == "report/2017 is open with nothing left to do"


def test_an_open_cycle_is_under_way_though_nothing_is_due_yet():
    once = Obligation("report", Period.ONCE, to=("council",), first_year=2017)
    assert cell(duty=once, today="2016-01-01", serving=OPEN).judgement is Judgement.UNDER_WAY
    assert cell(duty=once, today="2016-01-01").judgement is Judgement.NOT_DUE


def test_a_document_in_other_hands_counts_for_nobody():
    judged = cell(had("ecosoc", "2017-05-02"))
    assert (judged.by, judged.lacking) == ((), ("council", "cwg", "cstd"))
    anybody = Obligation("report", Period.ANNUAL)
    assert cell(had("ecosoc", "2017-05-02"), duty=anybody).judgement is Judgement.FULFILLED


def test_of_two_documents_the_one_that_a_recipient_has_counts_before_a_draft():
    draft = (had("cwg", "2017-01-10", "D"), had("cstd", "2017-01-11", "D"))
    assert cell(*draft, had("council", "2017-05-02")).lacking == ("cwg", "cstd")
    assert cell(*draft).lacking == ("council",)


def test_what_is_due_once_without_a_year_counts_in_its_own():
    once = Obligation("report", Period.ONCE, to=("council",))
    assert cell(had("council", "2017-05-02"), duty=once).judgement is Judgement.FULFILLED


OVER = AWAITED.replace("is before", "was before").replace("25);", "25), which is over;")
ONE = Obligation("report", Period.ANNUAL, to=("council",))


@pytest.mark.parametrize("today", ["2017-03-01", "2017-05-25"])
def test_a_paper_before_a_meeting_of_the_year_is_under_way(today):
    judged = cell(today=today, papers=(PAPER,))
    assert (judged.judgement, judged.sentence) == (Judgement.UNDER_WAY, AWAITED)
    assert cell(duty=ONE, today=today, papers=(PAPER,)).judgement is Judgement.UNDER_WAY


@pytest.mark.parametrize("today", ["2017-05-26", "2018-02-01", "2026-11-28"])
def test_once_the_meeting_is_over_its_body_had_the_paper_and_nothing_is_under_way_for_ever(today):
    judged = cell(duty=ONE, today=today, papers=(PAPER,))
    assert (judged.judgement, judged.sentence, judged.lacking) == (Judgement.FULFILLED, OVER, ())


@pytest.mark.parametrize(
    ("today", "judgement", "rest"),
    [
        ("2017-09-01", Judgement.UNDER_WAY, ""),
        ("2017-12-31", Judgement.UNDER_WAY, ""),
        ("2018-01-01", Judgement.MISSING, "; cwg and cstd lack it"),
    ],
)
def test_what_others_lack_they_lack_when_the_year_is_over(today, judgement, rest):
    judged = cell(today=today, papers=(PAPER,))
    assert (judged.judgement, judged.sentence) == (judgement, f"{OVER}{rest}")


def test_a_paper_before_a_meeting_does_not_say_which_way_it_went():
    through = Obligation("report", Period.ANNUAL, to=("council",), via="cwg")
    judged = cell(duty=through, today="2018-01-01", papers=(PAPER,))
    assert (judged.judgement, judged.sentence) == (Judgement.MISSING, f"{OVER}; nothing says that it went through cwg")


def test_what_is_under_way_besides_is_told_behind_the_papers():
    judged = cell(had("cwg", "2017-02-01"), today="2017-05-01", papers=(PAPER, PAPER))
    rest = "cwg has R since 2017-02-01; council and cstd lack it"
    assert judged.sentence == f"{AWAITED}; {AWAITED}; {rest}"


@pytest.mark.parametrize(
    "paper",
    [
        Paper("C17/9", "cwg", COUNCIL),
        Paper("C17/9", "council", Sitting("council-18", date(2018, 4, 17), date(2018, 4, 27))),
        Paper("C17/9", "council", Sitting("council-17", COUNCIL.opens, COUNCIL.closes, off="cancelled")),
    ],
)
def test_a_paper_elsewhere_changes_nothing(paper):
    judged = cell(today="2018-02-01", papers=(paper,))
    assert judged.judgement is Judgement.MISSING
    assert judged.sentence == "no submission of 2017 is recorded, and no cycle is open for it"


def test_what_is_not_begun_says_so_and_until_when_it_is_due():
    nothing = "no submission of 2017 is recorded, and no cycle is open for it"
    assert [cell(today=today).sentence for today in ("2017-12-31", "2018-01-01")] == [
        f"{nothing}; it is due by the end of 2017",
        nothing,
    ]


def test_a_paper_changes_nothing_of_what_a_recipient_has_or_of_a_standing_duty():
    assert cell(had("council", "2017-05-02"), papers=(PAPER,)).sentence.startswith("council has R")
    standing = Obligation("report", Period.STANDING, to=("council",))
    assert cell(duty=standing, papers=(PAPER,)).judgement is Judgement.STANDING


@pytest.mark.parametrize(
    ("on", "is_draft"), [("2015-12-31", False), ("2016-01-01", True), ("2017-05-01", True), ("2017-05-02", False)]
)
def test_a_draft_is_considered_before_it_goes_in_its_year_or_the_one_before(on, is_draft):
    duty = Obligation("report", Period.ANNUAL, to=("council",), considered_by=("cwg",))
    judged = cell(had("council", "2017-05-02"), had("cwg", on, "D"), duty=duty)
    had_it = f"cwg had D on {on}, before it went"
    assert judged.notes == (had_it if is_draft else "no draft is recorded as given to cwg before it went",)


def test_before_it_went_nothing_is_said_of_drafts():
    assert cell(duty=Obligation("report", Period.ANNUAL, to=("council",), considered_by=("cwg",))).notes == ()


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        (Period.REGULARLY, "regularly, without a period"),
        (Period.STANDING, "a standing duty"),
        (Period.UNSTATED, "the text gives no period"),
    ],
)
def test_a_duty_without_a_period_says_so_and_who_has_what(period, sentence):
    duty = Obligation("report", period, to=("council",), copies=("cwg",))
    judged = cell(had("council", "2017-05-02"), duty=duty)
    assert (judged.judgement, judged.sentence, judged.lacking) == (Judgement.STANDING, sentence, ("cwg",))
    assert [copy.body for copy in judged.by] == ["council"]


def test_of_duties_without_a_period_a_cycle_serves_only_the_regular_one():
    regular, standing = (
        Obligation("report", period, to=("council",), copies=("cwg",)) for period in (Period.REGULARLY, Period.STANDING)
    )
    judged = cell(had("council", "2017-05-02"), duty=regular, serving=OPEN)
    assert (judged.judgement, judged.lacking, judged.cycles) == (Judgement.UNDER_WAY, ("cwg",), OPEN)
    assert judged.sentence == "council has R since 2017-05-02; cwg lacks it; next in report/2017: to-cwg awaited"
    assert cell(duty=regular, serving=OPEN).lacking == ("council", "cwg")
    served = cell(duty=standing, serving=OPEN)
    assert (served.judgement, served.cycles) == (Judgement.STANDING, OPEN)


def test_once_its_meeting_is_over_what_a_cycle_was_open_for_is_done():
    judged = cell(duty=ONE, papers=(PAPER, PAPER), serving=OPEN)
    assert (judged.judgement, judged.sentence, judged.cycles) == (Judgement.FULFILLED, f"{OVER}; {OVER}", ())


def test_when_the_year_is_over_only_those_lack_it_before_whom_it_was_not():
    assert cell(today="2018-01-01", papers=(PAPER,)).lacking == ("cwg", "cstd")


def test_a_cycle_that_serves_before_the_duty_begins_is_under_way():
    later = Obligation("report", Period.ANNUAL, to=("council",), since=date(2018, 1, 1))
    assert cell(duty=later, today="2018-02-01", serving=OPEN).judgement is Judgement.UNDER_WAY


def test_in_a_past_year_a_cycle_without_a_day_to_come_says_whether_anything_was_submitted():
    nothing, something = (
        cell(*handed, today="2018-02-01", serving=OPEN) for handed in ((), (had("cwg", "2017-02-01"),))
    )
    assert (nothing.judgement, something.judgement) == (Judgement.MISSING, Judgement.MISSING)
    assert nothing.sentence == "nothing was submitted; next in report/2017: to-cwg awaited"
    assert something.sentence.startswith("cwg has R since 2017-02-01; council and cstd lack it; next in report/2017")


def test_what_everybody_has_of_a_regular_duty_lacks_nothing():
    regular = Obligation("report", Period.REGULARLY, to=("council",))
    judged = cell(had("council", "2017-05-02"), duty=regular, serving=OPEN)
    assert (judged.judgement, judged.sentence) == (Judgement.FULFILLED, "council has R since 2017-05-02")


def test_a_meeting_says_in_whose_place_it_counts():
    assert str(Sitting("cwg-40bis", date(2027, 1, 25), date(2027, 1, 26), instead_of="cwg-40")) == (
        "cwg-40bis, 2027-01-25 to 2027-01-26, in place of cwg-40"
    )
    assert str(Sitting("cwg-40", date(2027, 1, 25), date(2027, 1, 26), off="postponed")) == "cwg-40 is postponed"
