"""What a year owes: a duty that either of two procedures may serve is one, and who is encouraged owes nothing."""

import pytest

from desk.tasks import tasks
from models.engine import reading
from notifications.weekly_words import Part
from record.mandates import year_plan
from record.mandates.year_plan import Shared
from reminders import weekly_report
from tests.beginnings import once
from tests.record.mandates.register import TEXTS
from tests.secretariat import Desk, moment

REPORTS = ("action-line-report", "annual-report", "council-comprehensive-report")


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, no cycle open."""
    once(desk.engine, desk.home, "both resolutions", lambda: desk.loads(bodies, *TEXTS, on="2017-01-02"))
    return desk


def plan(desk: Desk, number: int) -> year_plan.Year:
    with reading(desk.engine) as session:
        return year_plan.propose(session, desk.chains, number, now=moment("2017-01-03"))


def proposals(desk: Desk, number: int) -> dict[str, year_plan.Proposal]:
    return {proposal.cycle.partition("/")[0]: proposal for proposal in plan(desk, number).proposals}


FOUR, SIX = (f"Council Resolution 1332, instructs the Secretary-General {number} (annual)" for number in (4, 6))


@pytest.mark.parametrize("number", [2017, 2018])
def test_a_duty_that_either_of_two_procedures_serves_is_one(year, number):
    called, cycles = plan(year, number), {slug: f"{slug}/{number}" for slug in REPORTS}
    actions, annual, council = cycles.values()
    assert called.shared == (Shared(FOUR, (actions, annual)), Shared(SIX, (annual, council)))
    assert called.shared[0].choice == f"either of two procedures: {actions} or {annual}"
    proposed = proposals(year, number)
    assert [proposed[slug].standing for slug in REPORTS] == ["either"] * 3
    assert [proposed[slug].instead for slug in REPORTS] == [(annual,), (actions, council), (annual,)]


def test_once_one_of_them_is_open_the_other_is_owed_no_more(year):
    year.opens("annual-report/2017", on="2017-01-02", cwg="cwg-wsis-30", council="council-17")
    proposed = proposals(year, 2017)
    assert [proposed[slug].standing for slug in REPORTS] == ["offered", "open", "offered"]
    assert proposed["action-line-report"].why.endswith("; served by annual-report/2017")
    assert plan(year, 2017).shared == ()


def test_one_that_was_abandoned_serves_nothing_and_is_not_called_open(year):
    year.opens("annual-report/2017", on="2017-01-02", cwg="cwg-wsis-30", council="council-17")
    year.abandons(on="2017-01-02", cycle="annual-report/2017")
    proposed = proposals(year, 2017)
    assert [proposed[slug].standing for slug in REPORTS] == ["owed", "abandoned", "owed"]
    assert "served by" not in proposed["action-line-report"].why
    assert plan(year, 2017).shared == ()


def test_one_of_two_duties_served_leaves_the_other_one(year):
    year.opens("action-line-report/2017", on="2017-01-02", cwg="cwg-wsis-30")
    proposed = proposals(year, 2017)
    assert [proposed[slug].standing for slug in REPORTS] == ["open", "either", "either"]
    assert proposed["annual-report"].why == f"{SIX}; {FOUR} is served by action-line-report/2017"
    assert plan(year, 2017).shared == (Shared(SIX, ("annual-report/2017", "council-comprehensive-report/2017")),)


def test_what_either_of_two_serves_is_one_task_and_one_line_of_the_week(year):
    with reading(year.engine) as session:
        waiting = tasks(session, now=moment("2017-02-20"), clock=moment("2017-02-20"))
        week = weekly_report.facts(session, year.settings, now=moment("2017-02-20"))[Part.UNOPENED]
    (four,) = [task for task in waiting if FOUR in task.sentence]
    assert four.sentence == (
        f"no cycle is open for {FOUR}, and its first date is 2017-01-31: one is enough, by either of two procedures: "
        "action-line-report/2017 or annual-report/2017"
    )
    assert [way.words for way in four.remedies] == ["open action-line-report/2017", "open annual-report/2017"]
    assert [fact.where for fact in week if "action-line-report/2017" in fact.where] == [
        "action-line-report/2017 / annual-report/2017"
    ]


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
