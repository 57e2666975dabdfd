"""A date by rule moves with what it hangs from; another may be agreed, and is flagged as departing from its rule."""

from datetime import date

import pytest
from sqlalchemy import select

from kernel.runner import do
from models.bodies import HolidayList
from models.deadlines import Promise
from models.engine import reading, writing
from planning.basis import BadForce, Basis
from planning.chain import Anchor, Chain, Step
from planning.errors import CouncilError
from planning.plan import plan
from planning.sentences import sentences
from planning.window import Window, day
from readings import cycle_status, deadline_history
from tests.beginnings import told_once
from tests.secretariat import OFFICER, Desk, moment

DOCUMENTS = "council-documents/2017"
STEP = "preparatory-documents"
RULE_20 = "Rule 20 of the Council's Rules of Procedure, in principle"


@pytest.fixture
@told_once
def council(desk: Desk) -> Desk:
    """A desk with the documents of a session that opens on 15 May: the last are due on 17 April by Rule 20."""
    desk.opens(DOCUMENTS, on="2016-12-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    return desk


def stands(desk: Desk, step: str = STEP) -> tuple[str, str, list[str]]:
    """Return the date, what it rests on, and how it departs from its rule."""
    deadline = desk.view("2016-12-20", DOCUMENTS)[step]
    departs = [flag.sentence for flag in deadline.flags if flag.code == "departs"]
    return str(deadline.due), str(deadline.basis), departs


def agrees(desk: Desk, due: str, on: str = "2016-12-02"):
    with desk.acting() as session:
        asked = {"cycle": DOCUMENTS, "step": STEP, "due": due, "because": "the Council decided otherwise"}
        return do(session, "deadline/agree", **asked, now=moment(on), by=OFFICER)


@pytest.mark.parametrize(("due", "departs"), [("2017-04-16", True), ("2017-04-17", False), ("2017-04-18", True)])
def test_another_date_than_the_rules_is_taken_and_flagged(council, due, departs):
    sentence = f"departs from {RULE_20}, by which it is 2017-04-17"
    assert agrees(council, due).notes == ((f"“{STEP}” {sentence}",) if departs else ())
    assert stands(council) == (due, "agreed", [sentence] if departs else [])


def test_the_flag_follows_the_rule_when_the_session_moves(council):
    agrees(council, "2017-04-17")
    council.moves("council", "2017-05-16", on="2016-12-03", cycle=DOCUMENTS)
    assert stands(council) == ("2017-04-17", "agreed", [f"departs from {RULE_20}, by which it is 2017-04-18"])
    council.moves("council", "2017-05-15", on="2016-12-04", cycle=DOCUMENTS)
    assert stands(council) == ("2017-04-17", "agreed", [])


def test_a_withdrawn_agreement_leaves_the_date_of_the_rule(council):
    agrees(council, "2017-04-20")
    with council.acting() as session:
        of = {"cycle": DOCUMENTS, "step": STEP, "because": "a slip"}
        do(session, "deadline/withdraw-agreement", **of, now=moment("2016-12-03"), by=OFFICER)
    assert stands(council) == ("2017-04-17", "by-rule", [])


def test_a_date_by_rule_moves_with_its_session_also_once_it_is_issued(council):
    council.issues("contributions", on="2016-12-02", cycle=DOCUMENTS)
    moved = council.moves("council", "2017-05-22", on="2016-12-03", cycle=DOCUMENTS)
    assert {move.step for move in moved.moves} >= {STEP, "contributions"}
    assert not [kept for kept in moved.kept if kept.step == "contributions"]
    assert stands(council) == ("2017-04-24", "by-rule", [])
    assert stands(council, "contributions") == ("2017-05-08", "by-rule", [])


def test_no_agreement_elsewhere_shifts_it(council):
    council.agrees("financial-documents", "2017-03-27", on="2016-12-02", cycle=DOCUMENTS, later="shift")
    assert stands(council) == ("2017-04-17", "by-rule", [])
    assert stands(council, "secretariat-documents")[0] == "2017-04-22"  # by practice: it follows
    council.agrees("draft-budget", "2017-03-30", on="2016-12-03", cycle=DOCUMENTS)
    council.agrees("draft-budget", "2017-04-03", on="2016-12-04", cycle=DOCUMENTS, later="squeeze")
    assert stands(council, "secretariat-documents")[0] == "2017-04-26"


def test_what_it_rests_on_is_said_with_its_text(council):
    with reading(council.engine) as session:
        of = {"now": moment("2016-12-20")}
        status = cycle_status.status(session, DOCUMENTS, **of)
        told = deadline_history.explain(session, DOCUMENTS, STEP, **of)
    assert status.for_tables is not None
    row = next(row for row in status.for_tables(status.subject) if row[2] == STEP)
    assert (row[4], row[5]) == ("open", f"by rule: {RULE_20}")
    (facts,) = [each for each in status.facts["deadlines"] if each["step"] == STEP]
    assert (facts["basis"], facts["source"]) == ("by-rule", RULE_20)
    assert told.facts["changes"][0]["basis"] == "by-rule"


def test_what_is_stored_is_that_it_was_computed(council):
    with reading(council.engine) as session:
        assert Basis.RULE not in set(session.scalars(select(Promise.basis)))


def test_a_rule_that_counts_working_days_is_held_against_the_closed_days_that_are_loaded(desk):
    steps = (Step("papers", "Send papers", due="5 working days before start", source="Rule 7", force="rule"),)
    desk.chains["papers"] = Chain("papers", 1, "Papers", "none", (Anchor("start", "a start"),), steps)
    desk.opens("papers/2017", on="2017-01-09", start="2017-04-21")  # Easter Monday, 17 April, is a closed day
    assert str(desk.view("2017-01-10", "papers/2017")["papers"].due) == "2017-04-12"
    desk.agrees("papers", "2017-04-12", on="2017-01-10", cycle="papers/2017")
    assert desk.view("2017-01-11", "papers/2017")["papers"].flags == ()
    with writing(desk.engine) as session:
        session.query(HolidayList).update({"days": []})
    assert sentences(desk.view("2017-01-11", "papers/2017")["papers"].flags) == (
        "departs from Rule 7, by which it is 2017-04-14",
    )


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ({"force": "law"}, "'law' is no force that a date stands on; write rule, practice"),
        ({"force": "rule", "due": "on start"}, "'papers' stands by rule, and has no source"),
        ({"force": "rule", "source": "Rule 7"}, "'papers' stands by rule, and has no date"),
    ],
)
def test_a_step_by_rule_has_a_date_and_cites_its_text(declared, why):
    with pytest.raises(BadForce, match=why):
        Step("papers", "Send papers", **declared)


def test_what_the_un_sets_stays_its_own_whatever_the_step_declares():
    step = Step("submission", "Submit", due="on call", source="Rule 7", force="rule")
    chain = Chain("call", 1, "A call", "none", (Anchor("call", "a day that the UN set", outside=True),), (step,))
    assert plan(chain, {"call": day(date(2017, 4, 28))})["submission"].basis is Basis.OUTSIDE


def test_a_row_without_its_text_is_shown_without_a_date_and_stops_no_other(council):
    with council.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE deadline SET source = NULL WHERE step = '{STEP}'")
    view = council.view("2016-12-20", DOCUMENTS)
    assert "has no source" in (view[STEP].fault or "")
    assert (view["contributions"].fault, view["contributions"].due) == (None, date(2017, 5, 1))


def test_a_file_that_gives_a_rule_of_its_own_gives_its_text_too(desk, tmp_path):
    for number, (given, basis) in enumerate({"": "proposed", ", force: rule, source: Decision 9": "by-rule"}.items()):
        file = tmp_path / f"{number}.yaml"
        file.write_text(
            f"timelines:\n  - cycle: council-documents/{2017 + number}\n"
            f"    anchors: {{council: {2017 + number}-05-15/{2017 + number}-05-25}}\n    deadlines:\n"
            f"      - {{step: {STEP}, due: 5 weeks before council.opens{given}}}\n"
        )
        desk.loads(file, on="2016-12-01")
        assert desk.view("2016-12-02", f"council-documents/{2017 + number}")[STEP].basis == basis
    file.write_text(file.read_text().replace(", source: Decision 9", "").replace("2018", "2019"))
    with pytest.raises(CouncilError, match="stands by rule, and has no source"):
        desk.loads(file, on="2016-12-01")
