"""A cycle gets steps of its own: a clearance, a translation, an approval by a chair."""

from datetime import date

import pytest

from kernel.runner import do
from planning.errors import BadChain
from planning.evidence import NotEvidence
from planning.sentences import sentences
from planning.standing import Standing
from record.refusals import CycleEnded, NoEvidence, StepExists
from tests.secretariat import HLPF, OFFICER, POSTED, moment


def adds(desk, step, *, on="2017-02-10", **how):
    with desk.acting() as session:
        what = {"cycle": HLPF, "step": step, "title": "Clear it", "for_members": True} | how
        return do(session, "step/add", **what, now=moment(on), by=OFFICER)


def test_an_approval_by_the_chair_is_undated_until_it_is_agreed(desk):
    desk.opens_agreed()
    adds(
        desk,
        "approval",
        title="Approve the final text",
        actor="chair",
        follows=["final-comments"],
        before=["submission"],
    )
    view = desk.view("2017-02-11")
    assert [deadline.step for deadline in view.deadlines][4:7] == ["final-comments", "approval", "submission"]
    deadline = view["approval"]
    assert (deadline.standing, deadline.due, deadline.by) == (Standing.UNDATED, None, "chair")
    assert sentences(deadline.derivation) == ("no source gives its date: awaited until one is agreed",)
    assert view.chain.needs["submission"] == ("final-comments", "approval")
    assert view.conflicts == ()
    desk.agrees("approval", "2017-04-21", on="2017-02-12")
    assert desk.view("2017-02-13")["approval"].standing is Standing.OPEN
    assert desk.view("2017-02-11")["approval"].standing is Standing.UNDATED
    assert "approval" not in [deadline.step for deadline in desk.view("2017-02-09 13:00").deadlines]


def test_an_approval_after_what_needs_it_is_a_conflict_and_names_it_once(desk):
    desk.opens_agreed()
    adds(desk, "approval", before=["submission"], follows=["final-comments"])
    agreed = desk.agrees("approval", "2017-05-02", on="2017-02-12", accept_conflicts="the UN waits for it")
    assert [conflict.sentence for conflict in agreed.conflicts] == [
        "submission is due on 2017-04-28, 4 days before approval (2017-05-02), which it needs"
    ]


def test_an_added_step_has_its_reminders_and_its_float(desk):
    desk.opens_agreed()
    adds(desk, "clearance", follows=["comments"], before=["final-draft"])
    desk.agrees("clearance", "2017-03-20", on="2017-02-12")
    assert desk.view("2017-02-13")["clearance"].float_days == 26  # from 14 days after the review to its day
    assert desk.at("2017-03-17 09:00", about="Clear it") == ["focal@itu.example: Due 20 March, in 3 days: Clear it"]


def test_it_may_ask_for_evidence_and_a_second_person(desk):
    desk.opens_agreed()
    adds(desk, "translation", evidence="document", confirmation=True, follows=["comments"])
    with pytest.raises(NoEvidence):
        desk.meets("translation", on="2017-03-20", url=None)
    desk.meets("translation", on="2017-03-20", url=POSTED)
    assert desk.view("2017-03-21")["translation"].reported.on == date(2017, 3, 20)


def test_what_cannot_be_is_refused_and_nothing_is_added(desk):
    desk.opens_agreed()
    with pytest.raises(StepExists, match="another name"):
        adds(desk, "comments")
    with pytest.raises(BadChain, match="depends on 'nothing'"):
        adds(desk, "clearance", follows=["nothing"])
    with pytest.raises(BadChain, match="wait for one another"):
        adds(desk, "clearance", follows=["final-draft"], before=["revised-draft"])
    with pytest.raises(BadChain, match="is not a name"):
        adds(desk, "Clear it")
    with pytest.raises(NotEvidence, match="none, document, url"):
        adds(desk, "clearance", evidence="a feeling")
    assert len(desk.view("2017-02-11").deadlines) == 7
    desk.abandons(on="2017-02-11")
    with pytest.raises(CycleEnded):
        adds(desk, "clearance", on="2017-02-12")


def test_an_added_step_is_the_office_s_own_unless_members_are_to_read_it_or_invited(desk):
    desk.opens_agreed()
    for step, how in (("own", {}), ("theirs", {"for_members": True}), ("invited", {"actor": "membership"})):
        done = adds(desk, step, **{"for_members": False} | how)
        assert bool(done.notes) is (step == "own")
    view = desk.view("2017-02-11")
    assert [view[step].office_only for step in ("own", "theirs", "invited")] == [True, False, False]
