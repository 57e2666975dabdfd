"""The matrix of Resolution 1332 for 2017: each clause is judged by the version in force, none is called overdue."""

import pytest

from kernel.runner import do
from models.engine import reading
from record.mandates import resolutions
from tests.record.mandates.register import FIVE, PAPERS, REPORT, judged, matrix, meets
from tests.secretariat import OFFICER, moment
from tests.statements import asked_of


def test_five_is_under_way_with_the_hlpf_and_fulfilled_once_the_group_has_it_too(year):
    meets(year, "preliminary-draft", "WG-WSIS-30/9", "2017-02-10")
    draft = judged(year, FIVE, on="2017-03-01").cell
    assert (draft.judgement, draft.lacking) == ("under way", ("hlpf",))
    assert draft.sentence.endswith("hlpf lacks it; next in hlpf-contribution/2017: submission 2017-04-28")
    meets(year, "submission", "https://hlpf.example/inputs/itu", "2017-04-27")
    half = judged(year, FIVE).cell
    assert (half.judgement, half.lacking) == ("under way", ("cwg-wsis-sdg",))
    assert half.sentence.endswith("cwg-wsis-sdg lacks it; next in hlpf-contribution/2017: report-to-cwg awaited")
    assert half.notes == ("cwg-wsis-sdg had WG-WSIS-30/9 on 2017-02-10, before it went",)
    meets(year, "report-to-cwg", "https://hlpf.example/inputs/itu", "2017-09-19")
    assert judged(year, FIVE, on="2017-09-18").cell.judgement == "under way"
    done = judged(year, FIVE, on="2017-09-20").cell
    assert (done.judgement, done.lacking, [submission.body for submission in done.by]) == (
        "fulfilled",
        (),
        ["cwg-wsis-sdg", "hlpf", "cwg-wsis-sdg"],
    )


def test_a_cycle_that_was_abandoned_is_named_beside_what_it_was_to_fulfil(year):
    assert judged(year, FIVE, on="2017-03-01").cell.notes == ()
    end = {"cycle": "hlpf-contribution/2017", "because": "no longer wanted", "on": "2017-03-02"}
    assert f"not fulfilled: {FIVE}" in str(year.performs("cycle/abandon", **end).notes)
    cell = judged(year, FIVE, on="2017-03-03").cell
    assert (cell.judgement, cell.cycles) != ("under way", ())
    assert cell.notes == ("hlpf-contribution/2017 was abandoned: no longer wanted",)
    assert judged(year, FIVE, on="2017-03-01").cell.notes == ()
    assert judged(year, FIVE, on="2017-03-03", of=2018).cell.notes == ()


def test_the_groups_own_symbol_of_the_same_text_will_do_once_that_is_said(year):
    meets(year, "submission", "https://hlpf.example/inputs/itu", "2017-04-27")
    with year.acting() as session:
        names = {"document": "https://hlpf.example/inputs/itu", "other": "WG-WSIS-31/4"}
        do(session, "document/also", **names, now=moment("2017-09-18"), by=OFFICER)
    meets(year, "report-to-cwg", "WG-WSIS-31/4-E", "2017-09-19")
    assert judged(year, FIVE, on="2017-09-20").cell.judgement == "fulfilled"


def test_six_is_fulfilled_by_c17_47_of_14_march(year):
    assert judged(year, "instructs the Secretary-General 6", on="2017-03-13").cell.judgement == "under way"
    year.loads(PAPERS, on="2017-03-14")
    done = judged(year, "instructs the Secretary-General 6").cell
    assert (done.judgement, done.sentence) == ("fulfilled", "council has C17/47-E since 2017-03-14")
    assert judged(year, "instructs the Secretary-General 6", of=2018).cell.judgement == "not due"


def test_four_goes_through_the_cstd_and_needs_its_copy(year):
    four = "instructs the Secretary-General 4"
    meets(year, "to-cstd", "https://unctad.example/cstd20/itu", "2017-04-03", REPORT)
    half = judged(year, four).cell
    assert (half.judgement, half.lacking) == ("under way", ("cwg-wsis-sdg",))
    assert "ecosoc has https://unctad.example/cstd20/itu (through cstd) since 2017-04-03" in half.sentence
    meets(year, "to-cwg", "https://unctad.example/cstd20/itu", "2017-04-04", REPORT)
    assert judged(year, four).cell.judgement == "fulfilled"


def test_standing_duties_are_never_overdue_and_the_invited_lack_nothing(year):
    for of, on in ((2017, "2017-06-01"), (2017, "2026-06-01"), (2023, "2026-06-01")):
        rows = matrix(year, of, on).rows
        free = [row.last for row in rows if not row.last.duty.period.has_dates or not row.last.clause.kind.binds]
        assert len(free) == 30
        assert {duty.cell.judgement for duty in free} == {"standing"}
        assert len(rows) == 36


def test_each_year_is_read_under_the_version_in_force_and_says_so(year):
    five = judged(year, FIVE)
    assert (five.in_force, five.read) == ("Modified 2016", "after PP-18")
    words = "'Modified 2016' is in force on 2017-06-01, and its text is not available"
    label = f"{words}; read after a later text, 'after PP-18'"
    assert five.label == label
    assert matrix(year).notes == (f"Council Resolution 1332, 2017: {label}",)
    later = judged(year, FIVE, of=2023, on="2026-06-01")
    assert (later.in_force, later.read) == ("after PP-18", "after PP-18")
    assert later.label.startswith("in force not before 2018-11-16; its day is to be confirmed")
    assert matrix(year, 2010).notes == ("Council Resolution 1332: no version in force in 2010 is known",)
    assert matrix(year, 2010).rows == ()


def test_once_by_a_named_meeting(year):
    three = judged(year, "instructs the Secretary-General 3")
    assert (three.cell.judgement, three.cell.sentence) == ("not due", "due once, by Council 2022")
    assert judged(year, "instructs the Secretary-General 3", of=2023, on="2026-06-01").cell.judgement == "missing"


def test_what_is_reopened_was_not_handed_over(year):
    meets(year, "submission", "https://hlpf.example/inputs/itu", "2017-04-27")
    year.reopens("submission", on="2017-04-29")
    assert judged(year, FIVE, on="2017-04-28").cell.by != ()
    assert judged(year, FIVE, on="2017-04-30").cell.by == ()


@pytest.mark.proof_on_postgresql("what is asked is counted: the same questions on both")
@pytest.mark.both_databases("counts questions")
def test_the_matrix_costs_the_same_however_much_there_is(year):
    counted = asked_of(year.engine)
    costs = []
    for step in ("submission", "report-to-cwg"):
        meets(year, step, "https://hlpf.example/inputs/itu", "2017-05-02")
        counted.clear()
        matrix(year)
        costs.append(len(counted))
    assert costs[0] == costs[1]
    assert costs[0] < 40


def test_the_resolution_is_complete(year):
    with reading(year.engine) as session:
        held = resolutions.named(session, "council-1332", now=moment("2017-06-01")).version("after PP-18")
    counts = {}
    for clause in held.clauses:
        counts.setdefault(clause.group, []).append(clause.number)
    assert list(counts.values()) == [
        ["1", "2", "3", "4"],
        [str(number) for number in range(1, 12)],
        [str(number) for number in range(1, 6)],
        [str(number) for number in range(1, 7)],
        list("abcdefgh"),
    ]


def test_resolution_140_is_known_as_it_is_recited_and_says_so(year):
    obligations = matrix(year, 2022, "2022-06-01", "pp-140")
    assert [row.last.clause.key for row in obligations.rows] == [
        "e", "e-group", "e-i", "e-ii", "e-iii", "e-iv", "e-invites",
    ]  # fmt: skip
    sentence = (
        "the text of 'Rev. Dubai, 2018' itself is not available: "
        "its clauses are those that Council Resolution 1332, considering e) recites"
    )
    assert obligations.notes[0] == f"PP Resolution 140, 2022, 2022-01-01 to 2022-09-25, 'Rev. Dubai, 2018': {sentence}"
    assert obligations.notes[1].endswith(f"read after the last text on file, 'Rev. Dubai, 2018'; {sentence}")
    assert {row.last.label.rpartition("; ")[2] for row in obligations.rows} == {sentence}
    earlier = matrix(year, 2017, "2022-06-01", "pp-140")
    assert "'Rev. Busan, 2014' is in force on 2017-12-31, and its text is not available" in earlier.notes[0]
    assert earlier.notes[0].endswith(sentence)
