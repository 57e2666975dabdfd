"""The matrix of Resolution 1332 for 2017, and a new version that changes nothing until the secretariat says so."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from actions.bodies import meetings, papers
from actions.cycles import settling, years
from actions.loading import load
from actions.mandates import comparing, obliging, resolutions, texts
from actions.papers import documents, submitting
from actions.refusals import (
    AlreadyInForce,
    LoadRefused,
    MeetingRefused,
    NoSuchClause,
    NoSuchResolution,
    NoSuchVersion,
    ReasonMissing,
)
from models.engine import reading as reading_session
from planning.chain import Anchor, Chain, Step
from planning.window import Window
from tests.desk import HLPF, OFFICER, moment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXTS = [EXAMPLES / "resolutions" / f"resolution-{number}.yaml" for number in (1332, 140)]
PAPERS = EXAMPLES / "resolutions" / "documents-2017.yaml"
REPORT = "annual-report/2016"
FIVE = "instructs the Secretary-General 5 (ecosoc)"


def loads(desk, *paths, on):
    with desk.acting() as session:
        return load(session, paths, desk.chains, settings=desk.settings, now=moment(on), by=OFFICER)


@pytest.fixture
def bodies(tmp_path):
    """The bodies and meetings of 2017; the desk has its own holidays."""
    text = (EXAMPLES / "2017" / "1-bodies.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bodies.yaml"
    file.write_text(text.partition("holidays:")[0], encoding="utf-8")
    return file


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, both cycles open."""
    loads(desk, bodies, *TEXTS, on="2017-01-02")
    anchors = {"cwg": "cwg-wsis-30", "council": "council-17", "cstd": "cstd-20"}
    desk.opens(REPORT, on="2017-01-03", **anchors)
    desk.opens_agreed()
    return desk


def meets(desk, step, words, on, cycle=HLPF):
    how = {"url" if words.startswith("http") else "document": words}
    with desk.acting() as session:
        settling.mark_met(session, cycle, step, **how, now=moment(on), by=OFFICER)


def matrix(desk, of=2017, on="2017-06-01"):
    with reading_session(desk.engine) as session:
        return obliging.matrix(session, of, "council-1332", now=moment(on))


def judged(desk, reference, of=2017, on="2017-06-01"):
    found = [row.last for row in matrix(desk, of, on).rows if row.last.reference == reference]
    assert len(found) == 1
    return found[0]


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
    assert (done.judgement, done.lacking, [one.body for one in done.by]) == (
        "fulfilled",
        (),
        ["cwg-wsis-sdg", "hlpf", "cwg-wsis-sdg"],
    )


def test_the_groups_own_symbol_of_the_same_text_will_do_once_that_is_said(year):
    meets(year, "submission", "https://hlpf.example/inputs/itu", "2017-04-27")
    with year.acting() as session:
        documents.also_issued(
            session, "https://hlpf.example/inputs/itu", "WG-WSIS-31/4", now=moment("2017-09-18"), by=OFFICER
        )
    meets(year, "report-to-cwg", "WG-WSIS-31/4-E", "2017-09-19")
    assert judged(year, FIVE, on="2017-09-20").cell.judgement == "fulfilled"


def test_six_is_fulfilled_by_c17_47_of_14_march(year):
    assert judged(year, "instructs the Secretary-General 6", on="2017-03-13").cell.judgement == "under way"
    loads(year, PAPERS, on="2017-03-14")
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
        assert {one.cell.judgement for one in free} == {"standing"}
        assert len(rows) == 36


def test_each_year_is_read_under_the_version_in_force_and_says_so(year):
    five = judged(year, FIVE)
    assert (five.in_force, five.read) == ("Modified 2016", "after PP-18")
    label = (
        "'Modified 2016' was in force on 2017-06-01, and its text is not held; read after a later text, 'after PP-18'"
    )
    assert five.label == label
    assert matrix(year).notes == (f"Council Resolution 1332, 2017: {label}",)
    later = judged(year, FIVE, of=2023, on="2026-06-01")
    assert (later.in_force, later.read) == ("after PP-18", "after PP-18")
    assert later.label.startswith("in force not before 2018-11-16; its day is awaited")
    assert matrix(year, 2014).notes == ("Council Resolution 1332: no version in force in 2014 is known",)
    assert matrix(year, 2014).rows == ()


def test_once_by_a_named_meeting(year):
    three = judged(year, "instructs the Secretary-General 3")
    assert (three.cell.judgement, three.cell.sentence) == ("not due", "due once, by Council 2022")
    assert judged(year, "instructs the Secretary-General 3", of=2023, on="2026-06-01").cell.judgement == "missing"


def test_what_is_reopened_was_not_handed_over(year):
    meets(year, "submission", "https://hlpf.example/inputs/itu", "2017-04-27")
    year.reopens("submission", on="2017-04-29")
    assert judged(year, FIVE, on="2017-04-28").cell.by != ()
    assert judged(year, FIVE, on="2017-04-30").cell.by == ()


def test_the_matrix_costs_the_same_however_much_there_is(year):
    counted = []
    event.listen(year.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    costs = []
    for step in ("submission", "report-to-cwg"):
        meets(year, step, "https://hlpf.example/inputs/itu", "2017-05-02")
        counted.clear()
        matrix(year)
        costs.append(len(counted))
    assert costs[0] == costs[1]
    assert costs[0] < 40


# -- a new version ---------------------------------------------------------------------------------------------------

NEXT = """\
resolutions:
  - key: council-1332
    name: Council Resolution 1332
    title: ITU's role in implementing the WSIS outcomes and the 2030 Agenda
    version: Modified 2027
    kind: modified
    in_force: 2027-06-18
    source: a story
    clauses:
      - {key: sg-6, group: instructs the Secretary-General, number: 4, kind: instructs, addressee: Secretary-General,
         text: "Give the Council every year a comprehensive report on what the Union does and undertakes in these
           matters, for it to consider and decide on.",
         obligations: {what: give the Council the comprehensive report, to: council,
           purpose: consideration and decision, period: annual}}
      - {key: sg-5, group: instructs the Secretary-General, number: 5, kind: instructs, addressee: Secretary-General,
         text: Contribute to the HLPF every other year., obligations: {part: ecosoc, what: contribute to the HLPF,
           to: hlpf, period: regularly}}
      - {key: sg-12, group: instructs the Secretary-General, number: 6, kind: instructs, addressee: Secretary-General,
         text: Report every year on trust., obligations: {what: report on trust, to: council, period: annual}}
"""


@pytest.fixture
def next_version(year, tmp_path):
    file = tmp_path / "next.yaml"
    file.write_text(NEXT, encoding="utf-8")
    return file


def compared(desk, on="2017-06-02"):
    with reading_session(desk.engine) as session:
        return comparing.comparison(session, "council-1332", "Modified 2027", now=moment(on))


def test_a_new_version_shows_clause_by_clause_what_it_does_and_changes_nothing(year, next_version):
    before = matrix(year, 2017, "2017-06-02")
    loaded = loads(year, next_version, on="2017-06-01")
    assert "council-1332 'Modified 2027' is held and not in force" in str(loaded)
    assert matrix(year, 2017, "2017-06-02") == before
    found = compared(year)
    fates = {change.key: change.fate for change in found.changes}
    assert (fates["sg-6"], fates["sg-5"], fates["sg-12"], fates["sg-4"]) == ("changed", "changed", "added", "ended")
    six = next(change for change in found.changes if change.key == "sg-6")
    assert six.respects == ("reference: instructs the Secretary-General 6 → instructs the Secretary-General 4",)
    assert [effect.sentence for effect in found.effects if effect.change.key == "sg-4"] == [
        "annual-report/2016: instructs the Secretary-General 4 ends: "
        "the cycle has lost this mandate; go on or abandon it"
    ]
    assert {effect.cycle for effect in found.effects if effect.change.key == "sg-5"} == {HLPF}
    assert [change.key for change in found.unserved] == ["sg-12"]


def test_it_comes_into_force_by_an_act_and_open_cycles_stay_as_they_are(year, next_version):
    loads(year, next_version, on="2017-06-01")
    views = [year.view("2017-06-05", cycle) for cycle in (HLPF, REPORT)]
    adopt(year, "2017-06-18")
    assert [year.view("2017-06-05", cycle) for cycle in (HLPF, REPORT)] == views
    assert {row.key for row in matrix(year, 2017, "2017-12-01").rows} == {
        "council-1332/sg-5-ecosoc",
        "council-1332/sg-6",
        "council-1332/sg-12",
    }
    assert judged(year, "instructs the Secretary-General 4", on="2017-12-01").cell.judgement == "under way"
    assert len(matrix(year, 2017, "2017-06-03").rows) == 36  # known earlier: the version in force then


def adopt(desk, since, because="adopted by the Council", on="2017-06-04"):
    with desk.acting() as session:
        day = date.fromisoformat(since)
        return resolutions.adopt(
            session, "council-1332", "Modified 2027", Window(day, day), because=because, now=moment(on), by=OFFICER
        )


def test_putting_in_force_is_refused_with_a_sentence(year, next_version):
    with pytest.raises(NoSuchVersion, match="its versions are Modified 2016, after PP-18"):
        adopt(year, "2017-06-18")
    loads(year, next_version, on="2017-06-01")
    with pytest.raises(ReasonMissing):
        adopt(year, "2017-06-18", because=" ")
    adopt(year, "2017-06-18")
    with pytest.raises(AlreadyInForce, match="there is nothing to change"):
        adopt(year, "2017-06-18", on="2017-06-05")
    with reading_session(year.engine) as session, pytest.raises(NoSuchResolution, match="council-1332, pp-140"):
        obliging.matrix(session, 2017, "council-99", now=moment("2017-06-05"))
    with year.acting() as session, pytest.raises(NoSuchClause, match="write one such as council-1332/sg-5"):
        submitting.submit(session, "C17/9", "council", clauses=["council-1332/x"], now=moment("2017-06-05"), by=OFFICER)


def test_a_text_never_changes_by_a_load_and_twice_is_once(year, bodies, tmp_path):
    assert str(loads(year, bodies, *TEXTS, on="2017-06-01")).endswith("unchanged")
    text = TEXTS[0].read_text(encoding="utf-8").replace("period: regularly", "period: annual")
    (tmp_path / "changed.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LoadRefused, match="a text never changes: give the corrected one a `version` of its own"):
        loads(year, tmp_path / "changed.yaml", on="2017-06-01")


def test_the_resolution_is_complete(year):
    with reading_session(year.engine) as session:
        held = texts.named(session, "council-1332", now=moment("2017-06-01")).version("after PP-18")
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


# -- the year in which a text changes --------------------------------------------------------------------------------

TWO = """\
bodies:
  - {key: council, name: Council}
  - {key: ecosoc, name: ECOSOC}
resolutions:
  - key: own-1
    name: Resolution 1
    title: Two texts
    version: first
    kind: adopted
    in_force: 2015-01-01
    source: a story
    clauses:
      - {key: report, group: instructs, number: 1, kind: instructs, addressee: SG, text: Report.,
         obligations: {what: report, to: council, period: annual}}
      - {key: kept, group: instructs, number: 2, kind: instructs, addressee: SG, text: Keep., obligations:
           {what: keep, period: standing}}
      - {key: letter, group: instructs, number: 3, kind: instructs, addressee: SG, text: Write., obligations:
           {what: write, to: council, period: annual}}
  - key: own-1
    name: Resolution 1
    title: Two texts
    version: second
    kind: modified
    in_force: 2017-06-18
    source: a story
    clauses:
      - {key: report, group: instructs, number: 1, kind: instructs, addressee: SG, text: Report to both.,
         obligations: {what: report, to: [council, ecosoc], period: annual}}
      - {key: new, group: instructs, number: 2, kind: instructs, addressee: SG, text: Tell., obligations:
           {what: tell, to: ecosoc, period: annual}}
"""


@pytest.fixture
def two(desk, tmp_path):
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    loads(desk, tmp_path / "two.yaml", on="2017-01-02")
    return desk


def own(desk, of, on):
    with reading_session(desk.engine) as session:
        found = obliging.matrix(session, of, "own-1", now=moment(on))
    return {row.key.partition("/")[2]: row.last for row in found.rows}, found.notes


def hands(desk, document, body, clause, on):
    with desk.acting() as session:
        submitting.submit(session, document, body, clauses=[f"own-1/{clause}"], now=moment(on), by=OFFICER)


def test_a_report_given_before_the_text_changed_is_judged_by_the_text_of_its_day(two):
    hands(two, "C17/1", "council", "report", "2017-03-14")
    found, notes = own(two, 2017, "2017-12-01")
    report = found["report"]
    assert (report.cell.judgement, report.in_force, str(report.on)) == ("fulfilled", "first", "2017-03-14")
    assert report.notes == (
        "judged under 'first', by its day 2017-03-14",
        "from 2017-06-18 on, 'second' changes it (text; to: council → council, ecosoc)",
    )
    assert [(str(one.first), str(one.last), one.in_force) for one in report.spells] == [
        ("2017-01-01", "2017-06-17", "first"), ("2017-06-18", "2017-12-31", "second"),
    ]  # fmt: skip
    assert notes == (
        "Resolution 1, 2017, 2017-01-01 to 2017-06-17, 'first': in force",
        "Resolution 1, 2017, 2017-06-18 to 2017-12-31, 'second': in force",
    )


def test_a_report_given_after_it_changed_must_reach_whom_the_new_text_names(two):
    hands(two, "C17/1", "council", "report", "2017-07-14")
    report = own(two, 2017, "2017-12-01")[0]["report"]
    assert (report.cell.judgement, report.in_force, report.cell.lacking) == ("under way", "second", ("ecosoc",))


def test_what_a_text_ends_before_its_day_is_not_missing_and_what_it_adds_is_due(two):
    found, _ = own(two, 2017, "2018-02-01")
    letter, kept, new = found["letter"], found["kept"], found["new"]
    assert (letter.cell.judgement, letter.cell.sentence) == (
        "not due", "it ended on 2017-06-17, before it fell due",
    )  # fmt: skip
    assert letter.notes[-1] == "from 2017-06-18 on, 'second' ends it"
    assert (kept.cell.judgement, kept.cell.sentence) == ("standing", "a standing duty; it ended on 2017-06-17")
    assert (new.cell.judgement, new.in_force) == ("missing", "second")
    assert set(own(two, 2018, "2018-02-01")[0]) == {"report", "new"}
    assert set(own(two, 2016, "2018-02-01")[0]) == {"report", "kept", "letter"}


def test_a_step_that_is_due_before_the_change_is_judged_by_the_old_text(two):
    step = Step("to-council", "Report", to="council", due="14 days before council.opens")
    two.chains["own"] = Chain(
        "own", 1, "Own", "Resolution 1, instructs 1", (Anchor("council", "the session"),), (step,)
    )
    two.opens("own/2017", on="2017-02-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    early = own(two, 2017, "2017-03-01")[0]["report"]
    assert (early.cell.judgement, early.in_force, str(early.on)) == ("under way", "first", "2017-05-01")
    two.moves("council", "2017-07-15", on="2017-03-02", cycle="own/2017")
    late = own(two, 2017, "2017-03-03")[0]["report"]
    assert (late.in_force, str(late.on)) == ("second", "2017-07-01")


# -- meetings that clauses name, and papers before them --------------------------------------------------------------


def test_what_is_due_by_a_named_meeting_follows_it(year):
    three = "instructs the Secretary-General 3"
    loads(year, EXAMPLES / "one-off" / "final-report-council-2022.yaml", on="2021-10-01")
    year.abandons(on="2021-10-02", cycle="final-report/2022")
    found = judged(year, three, of=2022, on="2022-03-25")
    assert found.cell.sentence == "due once, by Council 2022 (council-22, 2022-03-21 to 2022-03-30)"
    assert (found.cell.judgement, str(found.on)) == ("not due", "2022-03-30")
    assert judged(year, three, of=2022, on="2022-03-31").cell.judgement == "missing"
    year.moves_meeting("council-22", "2023-02-06", "2023-02-10", on="2022-03-20")
    assert judged(year, three, of=2022, on="2022-03-31").cell.judgement == "not due"
    year.calls_off("council-22", status="postponed", on="2022-03-21")
    off = judged(year, three, of=2023, on="2023-06-01").cell
    assert off.sentence == "due once, by Council 2022 (council-22 is postponed); its new day is awaited"


def test_a_paper_whose_day_nobody_knows_is_awaited_and_not_missing(year):
    terms = "Annex, terms of reference c"
    loads(year, PAPERS, on="2017-03-14")
    found = judged(year, terms, on="2018-02-01").cell
    assert (found.judgement, found.lacking) == ("under way", ("council",))
    assert found.sentence.startswith(
        "C17/8 is before council-17 (2017-05-15 to 2017-05-25); the day on which council was given it is awaited"
    )
    assert judged(year, terms, of=2018, on="2019-02-01").cell.judgement == "missing"
    with reading_session(year.engine) as session:
        seen = meetings.meeting(session, "council-17", now=moment("2018-02-01"))
    assert [(one.symbol, one.purpose) for one in seen.papers] == [("C17/8", "consideration")]
    with year.acting() as session:
        submitting.submit(
            session, "C17/8", "council", on=date(2017, 4, 3), clauses=["council-1332/tor-c"],
            now=moment("2018-02-02"), by=OFFICER,
        )  # fmt: skip
    assert judged(year, terms, on="2018-02-03").cell.judgement == "fulfilled"


def test_a_year_says_what_falls_due_and_nothing_serves(year):
    with reading_session(year.engine) as session:
        notes = years.propose(session, year.chains, 2017, now=moment("2017-02-10")).notes
    assert [note for note in notes if "falls due" in note] == [
        "Council Resolution 1332, Annex, terms of reference c (annual) falls due, and no chain or cycle serves it"
    ]


def test_a_paper_is_withdrawn_and_a_load_does_not_bring_it_back(year):
    loads(year, PAPERS, on="2017-03-14")
    with year.acting() as session:
        laid = papers.lay_before(session, "council-17", "C17/8", withdraw=True, now=moment("2017-03-15"), by=OFFICER)
        assert laid is None
        with pytest.raises(MeetingRefused, match="there is none to withdraw"):
            papers.lay_before(session, "council-17", "C17/8", withdraw=True, now=moment("2017-03-15"), by=OFFICER)
    loads(year, PAPERS, on="2017-03-16")
    with reading_session(year.engine) as session:
        assert meetings.meeting(session, "council-17", now=moment("2017-03-17")).papers == ()
        assert len(meetings.meeting(session, "council-17", now=moment("2017-03-14 13:00")).papers) == 1


def test_resolution_140_is_known_as_it_is_recited_and_says_so(year):
    with reading_session(year.engine) as session:
        found = obliging.matrix(session, 2022, "pp-140", now=moment("2022-06-01"))
    assert [row.last.clause.key for row in found.rows] == [
        "e", "e-group", "e-i", "e-ii", "e-iii", "e-iv", "e-invites",
    ]  # fmt: skip
    said = (
        "the text of 'Rev. Dubai, 2018' itself is not held: "
        "its clauses are those that Council Resolution 1332, considering e recites"
    )
    assert found.notes == (f"PP Resolution 140, 2022: {said}",)
    assert {row.last.label for row in found.rows} == {said}
    with reading_session(year.engine) as session:
        earlier = obliging.matrix(session, 2017, "pp-140", now=moment("2022-06-01"))
    assert "'Rev. Busan, 2014' was in force on 2017-12-31, and its text is not held" in earlier.notes[0]
    assert earlier.notes[0].endswith(said)
