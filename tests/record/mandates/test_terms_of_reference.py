"""The terms of reference of a group: its own meetings serve them, those of another group only cite them."""

import pytest

from models.engine import reading
from record.mandates import year_plan
from record.mandates.year_plan import Year
from tests.record.mandates.register import TEXTS, judged
from tests.secretariat import Desk, moment

TERMS = "Annex, terms of reference c"
ANNUAL = f"Council Resolution 1332, {TERMS} (annual)"
ANOTHER = """
bodies:
  - {key: cwg-fhr, name: Council Working Group on Financial and Human Resources}
meetings:
  - {key: cwg-fhr-7, body: cwg-fhr, title: 7th meeting of CWG-FHR, opens: 2017-01-30, closes: 2017-01-31}
"""


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, no cycle open."""
    desk.loads(bodies, *TEXTS, on="2017-01-02")
    return desk


@pytest.fixture
def groups(year, tmp_path):
    """The same, with a second working group, which meets a week before."""
    (file := tmp_path / "another.yaml").write_text(ANOTHER)
    year.loads(file, on="2017-01-02")
    return year


def proposes(desk: Desk, number: int, on: str = "2017-01-03") -> Year:
    with reading(desk.engine) as session:
        return year_plan.propose(session, desk.chains, number, now=moment(on))


def whys(proposed: Year, chain: str = "working-group-meeting") -> dict[str, str]:
    return {each.cycle: each.why for each in proposed.proposals if each.cycle.startswith(f"{chain}/")}


def test_the_meeting_before_the_session_of_the_year_serves_what_the_group_owes_it(year):
    proposed = proposes(year, 2017)
    assert whys(proposed) == {
        "working-group-meeting/cwg-wsis-30": f"serves cwg-wsis-30; {ANNUAL}",
        "working-group-meeting/cwg-wsis-31": f"serves cwg-wsis-31; {ANNUAL}",  # no later session is dated yet
    }
    assert not [note for note in proposed.notes if "falls due" in note]


def test_a_meeting_before_next_years_session_serves_nothing_of_this_year(year):
    year.schedules("council-18", "2018-04-17", "2018-04-27")
    assert whys(proposes(year, 2017))["working-group-meeting/cwg-wsis-31"] == "serves cwg-wsis-31"


def test_a_year_without_a_meeting_of_the_group_says_what_serves_it_at_one(year):
    notes = proposes(year, 2019).notes
    assert f"{ANNUAL} falls due; working-group-meeting serves it, at a meeting that is not dated" in notes


def test_another_group_has_a_cycle_and_serves_nothing_of_it(groups):
    assert whys(proposes(groups, 2017))["working-group-meeting/cwg-fhr-7"] == "serves cwg-fhr-7"


def test_a_second_group_takes_no_meeting_from_the_procedures_of_the_first(groups):
    proposals = {each.cycle: each for each in proposes(groups, 2017).proposals}
    for cycle, anchor in (("annual-report/2017", "cwg"), ("wsis-stocktaking/2017", "cwg"), ("roadmaps/2017", "cwg")):
        assert proposals[cycle].anchors[anchor] == "cwg-wsis-30", cycle
    assert proposals["hlpf-contribution/2017"].anchors["review"] == "cwg-wsis-30"


def test_the_matrix_counts_the_report_of_the_group_and_of_no_other(groups):
    for key in ("cwg-fhr-7", "cwg-wsis-30"):
        cycle = f"working-group-meeting/{key}"
        groups.opens(cycle, on="2017-01-03", cwg=key, council="council-17")
        groups.issues("report-to-council", on="2017-01-03 12:00", cycle=cycle)
    groups.meets("report-to-council", on="2017-03-20", cycle="working-group-meeting/cwg-fhr-7", document="C17/50")
    before = judged(groups, TERMS, on="2017-04-01").cell
    assert (before.judgement, [cycle.cycle for cycle in before.cycles]) == (
        "under way",
        ["working-group-meeting/cwg-wsis-30"],
    )
    groups.meets("report-to-council", on="2017-04-10", cycle="working-group-meeting/cwg-wsis-30", document="C17/8")
    done = judged(groups, TERMS, on="2017-04-10").cell
    assert (done.judgement, done.sentence) == ("fulfilled", "council has C17/8 since 2017-04-10")


def test_a_cycle_of_bare_days_serves_it_as_its_mandate_says(year):
    year.opens("working-group-meeting/2017", on="2017-01-03", cwg="2017-02-07", council="council-17")
    assert judged(year, TERMS, on="2017-02-01").cell.judgement == "under way"


def test_stocktaking_is_offered_by_the_clauses_that_ask_for_it(year):
    (why,) = whys(proposes(year, 2018), "wsis-stocktaking").values()
    clauses = ("instructs the Secretary-General 9 (unstated)", "resolves 2 (standing)")
    assert [f"Council Resolution 1332, {clause}" in why for clause in clauses] == [True, True]
