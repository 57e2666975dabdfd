"""Dates by rule bind those who owe from the opening of their cycle; nobody agreed them, and members are not told."""

from datetime import date
from functools import partial

import pytest

from desk.tasks import tasks
from kernel.runner import do
from models.engine import reading
from notifications.weekly_words import Part
from planning.window import Window
from reminders import weekly_report
from tests.beginnings import once
from tests.chain_files import GOOD, dropped_in
from tests.secretariat import OFFICER, Desk, moment

MEETING = "working-group-meeting/cwg-30"
DAYS = Window(date(2017, 2, 7), date(2017, 2, 8))
CHAIR, A = "chair@state.example", "a@state.example"
FOCAL, POSTING = "focal@itu.example", "Post all documents, the secretariat's among them"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with a meeting of 7 and 8 February: documents are due on 31 January by Decision 556."""
    once(desk.engine, desk.home, "office of reminders/test_by_rule.py", partial(_office, desk))
    return desk


def _office(desk: Desk) -> None:
    desk.opens(MEETING, on="2016-12-01", cwg=DAYS, council=Window(date(2017, 5, 15), date(2017, 5, 25)))


def standing(office: Desk, step: str, on: str) -> str:
    return office.view(on, MEETING)[step].standing


def needs(office: Desk, on: str, kind: str) -> dict[str, list[str]]:
    """Return what ends each task of that kind, by the step that it is about."""
    with reading(office.engine) as session:
        found = [task for task in tasks(session, now=moment(on), clock=moment(on)) if task.kind == kind]
    return {task.about.split()[1]: [remedy.words for remedy in task.remedies] for task in found}


def part(office: Desk, which: Part, on: str) -> list[str]:
    with reading(office.engine) as session:
        facts = weekly_report.facts(session, office.settings, now=moment(on))
    return [fact.what for fact in facts[which]]


def test_a_date_by_rule_is_open_then_due_soon_then_overdue_and_one_by_practice_only_passes(office):
    for on, stands in (
        ("2016-12-01", "open"), ("2017-01-24 23:59", "open"), ("2017-01-25 00:00", "due-soon"),
        ("2017-01-31 23:59", "due-soon"), ("2017-02-01 00:00", "overdue"), ("2018-02-01", "overdue"),
    ):  # fmt: skip
        assert standing(office, "documents", on) == stands
    assert standing(office, "chair-summary", "2017-02-09 00:00") == "proposed"
    assert standing(office, "contributions", "2017-01-25 00:00") == "closed"


def test_the_office_is_reminded_and_chased_although_nobody_agreed_anything(office):
    letters = [line for line in office.through("2017-01-16", "2017-02-09") if "Post all documents" in line[1]]
    days = ["2017-01-17", "2017-01-24", "2017-01-27", "2017-01-30", "2017-01-31", "2017-02-03", "2017-02-08"]
    assert [on for on, _ in letters] == days
    assert letters[0][1] == f"{FOCAL}: Due 31 January, in 14 days: {POSTING}"
    assert letters[-2][1].startswith(f"{FOCAL}: Overdue, was due 31 January: ")
    assert not any("proposed" in line for _, line in letters)


def test_the_letter_cites_the_rule(office):
    office.round("2017-01-17 09:00")
    assert "Status of date: by rule: Decision 556, operative 3" in office.sink.mails[-1].data.decode()


def test_whoever_else_owes_hears_it_once_an_officer_lets_it_go(office):
    office.knows("The Chair", CHAIR, "chair")
    assert office.at("2017-04-03 09:00", about=CHAIR) == []  # the report is due on 17 April by Rule 20
    assert office.releases(on="2017-04-03") == 1
    (letter,) = office.at("2017-04-03 12:00", about=CHAIR)
    assert letter.startswith(f"{CHAIR}: Due 17 April, in 14 days: Submit the report of the group to the Council")


def test_members_hear_nothing_of_it_before_it_is_issued(office):
    assert [line for line in office.through("2017-01-09", "2017-01-27") if A in line[1]] == []
    assert "held" not in office.states()
    office.opens("working-group-meeting/cwg-31", on="2017-02-09", cwg=Window(date(2017, 9, 19), date(2017, 9, 20)))
    office.issues("contributions", on="2017-02-10 12:00", cycle="working-group-meeting/cwg-31")
    assert office.at("2017-02-10 12:09", about="state.example") == []
    assert len(office.at("2017-02-10 12:10", about="state.example")) == 2


def test_what_nobody_issued_is_a_task_from_four_weeks_before_and_stays_one(office):
    issue, waive = "issue it", "record that it is not required"
    for on, ends in (
        ("2016-12-26 23:59", None), ("2016-12-27 00:00", [issue, waive]), ("2017-01-24 23:59", [issue, waive]),
        ("2017-01-25 00:00", [waive]), ("2018-01-25", [waive]),
    ):  # fmt: skip
        assert needs(office, on, "unannounced").get("contributions") == ends
        assert ("Submit contributions" in part(office, Part.UNANNOUNCED, on)) == (ends is not None)
    assert "Submit contributions" not in part(office, Part.COMING, "2017-01-20")  # it is told in one part
    assert set(needs(office, "2017-02-20", "proposal")) == {"chair-summary"}
    office.issues("contributions", on="2017-01-02", cycle=MEETING)
    assert "contributions" not in needs(office, "2017-01-03", "unannounced")


def test_a_step_that_was_past_when_its_cycle_was_opened_is_flagged_and_not_chased(desk):
    desk.opens(MEETING, on="2017-02-01", cwg=DAYS)  # the day after the documents were due
    assert desk.view("2017-02-02", MEETING)["documents"].flags[0].code == "past"
    assert not [line for _, line in desk.through("2017-02-01", "2017-02-10") if line.endswith(POSTING)]
    assert needs(desk, "2017-02-02", "unannounced") == {}


@pytest.mark.parametrize("force", ["rule", "practice"])
def test_a_chain_that_an_office_wrote_does_as_the_shipped_ones_do(desk, tmp_path, force):
    declared = f'due="2 weeks before answer", source="Rule 7", force="{force}"'
    text = GOOD.replace('due="2 weeks before answer"', declared)
    with dropped_in(tmp_path, {"liaison_statement.py": text}), desk.acting() as session:
        asked = {"cycle": "liaison-statement/2017", "anchors": {"reply": "2017-03-20"}}
        do(session, "cycle/open", **asked, now=moment("2017-01-09"), by=OFFICER)
    draft = desk.view("2017-03-07", "liaison-statement/2017")["draft"]  # due on 6 March
    assert draft.standing == ("overdue" if force == "rule" else "proposed")
    late = [line for line in desk.at("2017-03-09 09:00") if "Overdue, " in line and "Draft the answer" in line]
    assert len(late) == (1 if force == "rule" else 0)


def test_a_file_may_state_the_force_of_a_step_of_its_own(desk, tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "timelines:\n  - cycle: summit/2017\n    title: A summit\n    anchors: {summit: 2017-06-12}\n"
        "    deadlines:\n"
        "      - {step: papers, title: Papers, due: 2 weeks before summit, source: Rule 7, force: rule}\n"
        "      - {step: lunch, title: Lunch, due: 1 week before summit, source: as last year}\n"
    )
    desk.loads(file, on="2017-01-09")
    view = desk.view("2017-06-12", "summit/2017")
    assert [(each.basis, each.standing) for each in view.deadlines] == [
        ("by-rule", "overdue"),
        ("proposed", "proposed"),
    ]
