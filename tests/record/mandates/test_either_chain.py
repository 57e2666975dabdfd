"""What a year owes: a duty that either of two procedures may serve is one, and who is encouraged owes nothing."""

import pytest

from models.engine import reading
from record.mandates import year_plan
from tests.record.mandates.register import TEXTS
from tests.secretariat import Desk, moment

REPORTS = ("action-line-report", "annual-report", "council-comprehensive-report")


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, no cycle open."""
    desk.loads(bodies, *TEXTS, on="2017-01-02")
    return desk


def proposals(desk: Desk, number: int) -> dict[str, year_plan.Proposal]:
    with reading(desk.engine) as session:
        found = year_plan.propose(session, desk.chains, number, now=moment("2017-01-03"))
    return {proposal.cycle.partition("/")[0]: proposal for proposal in found.proposals}


@pytest.mark.parametrize("number", [2017, 2018])
def test_a_duty_that_either_of_two_procedures_serves_names_the_other(year, number):
    proposed = proposals(year, number)
    ends = {slug: proposed[slug].why.rpartition("; ")[2] for slug in REPORTS}
    assert ends == {
        "action-line-report": f"or by annual-report/{number}",
        "annual-report": f"or by action-line-report/{number} and council-comprehensive-report/{number}",
        "council-comprehensive-report": f"or by annual-report/{number}",
    }
    assert all(proposed[slug].owed for slug in REPORTS)


def test_once_one_of_them_is_open_the_other_is_owed_no_more(year):
    year.opens("annual-report/2017", on="2017-01-02", cwg="cwg-wsis-30", council="council-17")
    proposed = proposals(year, 2017)
    assert [proposed[slug].standing for slug in REPORTS] == ["offered", "open", "offered"]
    assert proposed["action-line-report"].why.endswith("; served by annual-report/2017")


def test_one_of_two_duties_served_leaves_the_other_owed(year):
    year.opens("action-line-report/2017", on="2017-01-02", cwg="cwg-wsis-30")
    proposed = proposals(year, 2017)
    assert [proposed[slug].standing for slug in REPORTS] == ["open", "owed", "owed"]


@pytest.mark.parametrize("number", [2017, 2018, 2027])
def test_what_members_are_encouraged_to_is_never_owed(year, number):
    assert proposals(year, number)["wsis-prizes"].standing == "offered"


SESSIONS = """
meetings:
  - {key: c-22, body: council, title: Council 2022, opens: 2022-03-21, closes: 2022-03-31, status: held}
  - {key: c-23, body: council, title: Council 2023, opens: 2023-07-11, closes: 2023-07-21, status: held}
  - {key: c-23-more, body: council, title: Council 2023 resumed, opens: 2023-11-06, closes: 2023-11-07, status: held}
"""


@pytest.mark.parametrize(("number", "session"), [(2022, None), (2023, "c-22"), (2024, "c-23-more"), (2025, None)])
def test_the_theme_of_a_year_is_of_the_last_session_of_the_year_before(desk, bodies, tmp_path, number, session):
    file = tmp_path / "sessions.yaml"
    file.write_text(SESSIONS)
    desk.loads(bodies, file, *TEXTS, on="2026-01-02")
    with reading(desk.engine) as store:
        proposed = year_plan.propose(store, desk.chains, number, now=moment("2026-01-03")).proposals
    (wtisd,) = [proposal for proposal in proposed if proposal.cycle == f"wtisd/{number}"]
    assert wtisd.anchors.get("council") == session
    lack = {"council": f"council: no meeting of council in {number - 1} is dated"}
    assert wtisd.awaited == ({} if session else lack)
