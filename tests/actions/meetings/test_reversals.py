"""What was done with a meeting is taken back: every cycle that it moved has the very dates that it had before."""

from functools import partial

import pytest
from sqlalchemy import func, select

from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request
from kernel.undo import AlreadyUndone, ChangedSince, NothingToUndo
from models import transactions
from models.cycles import AnchorDate
from models.engine import reading
from models.events import Event
from models.meetings import MeetingStatus
from record.meetings import meetings
from record.refusals import OutOfTime
from tests.beginnings import once
from tests.kernel.stories import as_read
from tests.secretariat import OFFICER, REVIEW, Desk, moment

DOCUMENTS, REPORT = "council-documents/2017", "annual-report/2016"
COUNCIL = {"meeting": "council-17"}
LATER = {"span": "2017-05-29/2017-06-08"}


@pytest.fixture
def council(desk: Desk) -> Desk:
    """Council-17 with two cycles: in one a date is agreed, and a computed one was shifted with it."""
    once(desk.engine, desk.home, "council of actions/meetings/test_reversals.py", partial(_council, desk))
    return desk


def _council(desk: Desk) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("vcc-17", "2017-06-08", "2017-06-18")
    desk.opens(REPORT, on="2017-02-01", council="council-17", cwg=REVIEW)
    desk.opens(DOCUMENTS, on="2017-02-01", council="council-17")
    desk.opens(on="2017-02-01")  # what is read shows it too
    desk.agrees("financial-documents", "2017-03-22", on="2017-02-02", cycle=DOCUMENTS, later="shift")


def acts(desk: Desk, name: str, what: dict[str, object], *, on: str) -> Done:
    request = Request(registry.act(name), what, Identity(OFFICER), Door.CODE, moment(on))
    return runner.perform(request, partial(transactions.run_act, desk.engine))


def undoes(desk: Desk, done: Done, *, on: str) -> Done:
    with reading(desk.engine) as session:
        back = runner.undoing(session, done.id, by=Identity(OFFICER), door=Door.CODE, now=moment(on))
    return runner.perform(back, partial(transactions.run_act, desk.engine))


def stands(desk: Desk) -> list[dict[str, object]]:
    return as_read(desk, mail=False)


DONE = {
    "moved": ("meeting/move", LATER),
    "postponed": ("meeting/postpone", {"because": "no room"}),
    "cancelled": ("meeting/cancel", {"because": "no quorum"}),
    "held by correspondence": ("meeting/cancel", {"because": "no quorum", "instead": "vcc-17"}),
}


@pytest.mark.few(1, "the same with another act")
@pytest.mark.parametrize("how", DONE)
def test_each_date_is_as_it_was_also_one_that_no_rule_gives(council: Desk, how: str) -> None:
    before = stands(council)
    name, what = DONE[how]
    done = acts(council, name, COUNCIL | what, on="2017-02-20")
    after = stands(council)
    assert after != before
    undone = undoes(council, done, on="2017-02-21")
    assert stands(council) == before
    assert {move.step: move.was for changes in undone.changes for move in changes.moves} == {
        move.step: move.now for changes in done.changes for move in changes.moves
    }
    undoes(council, undone, on="2017-02-22")
    assert stands(council) == after


def test_moved_twice_is_taken_back_step_by_step(council: Desk) -> None:
    first = acts(council, "meeting/move", COUNCIL | LATER, on="2017-02-20")
    once = stands(council)
    second = acts(council, "meeting/postpone", COUNCIL | {"because": "no room"}, on="2017-02-21")
    with pytest.raises(ChangedSince, match="meeting/postpone"):
        undoes(council, first, on="2017-02-22")
    undoes(council, second, on="2017-02-22")
    assert stands(council) == once
    with pytest.raises(AlreadyUndone):
        undoes(council, second, on="2017-02-22")
    undoes(council, first, on="2017-02-23")
    with reading(council.engine) as session:
        meeting = meetings.meeting(session, "council-17", now=moment("2017-02-24"))
    assert (str(meeting.opens), str(meeting.closes), meeting.status) == ("2017-05-15", "2017-05-25", "confirmed")
    assert meeting.history[-1].reason == "to undo meeting/move of 2017-02-20 12:00 (Geneva time)"


def test_a_cycle_that_was_opened_meanwhile_follows_the_meeting_back(council: Desk) -> None:
    done = acts(council, "meeting/move", COUNCIL | LATER, on="2017-02-20")
    council.opens("council-comprehensive-report/2017", on="2017-02-21", council="council-17")
    since = council.view("2017-02-22", "council-comprehensive-report/2017")["to-council"].due
    undone = undoes(council, done, on="2017-02-22")
    assert [changes.cycle for changes in undone.changes] == [REPORT, DOCUMENTS, "council-comprehensive-report/2017"]
    view = council.view("2017-02-23", "council-comprehensive-report/2017")
    assert (since - view["to-council"].due).days == 14
    assert str(view.spans["council"].first) == "2017-05-15"


def test_a_cycle_that_has_ended_since_is_not_moved_back(council: Desk) -> None:
    done = acts(council, "meeting/move", COUNCIL | LATER, on="2017-02-20")
    council.abandons(on="2017-02-21", cycle=DOCUMENTS)
    with pytest.raises(ChangedSince, match="cycle/abandon"):
        undoes(council, done, on="2017-02-22")


def test_a_confirmation_is_taken_back_and_no_date_is_given_anew(desk: Desk) -> None:
    desk.schedules("council-18", "2018-04-17", "2018-04-27", status=MeetingStatus.PLANNED)
    desk.opens("council-documents/2018", on="2017-09-01", council="council-18")
    done = acts(desk, "meeting/confirm", {"meeting": "council-18"}, on="2017-10-01")
    assert desk.view("2017-10-02", "council-documents/2018").provisional == ()
    undone = undoes(desk, done, on="2017-10-03")
    assert (undone.changes, undone.sentence) == ((), "council-18 is planned again, on 2018-04-17/2018-04-27")
    assert desk.view("2017-10-04", "council-documents/2018").provisional == ("council",)
    with reading(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(AnchorDate)) == 1
        words = session.scalars(select(Event.name).where(Event.act == undone.id).order_by(Event.id)).all()
    assert words == ["council.meeting.taken-back", "council.cycle.taken-back"]


def test_what_a_file_has_changed_since_is_not_taken_back(council: Desk, tmp_path) -> None:
    done = acts(council, "meeting/move", COUNCIL | LATER, on="2017-02-20")
    file = tmp_path / "held.yaml"
    file.write_text(
        "bodies: [{key: council, name: council}]\n"
        "meetings: [{body: council, key: council-17, title: Council 2017, opens: 2017-05-29, closes: 2017-06-08}]\n",
        encoding="utf-8",
    )
    council.loads(file, on="2017-02-21")
    with pytest.raises(ChangedSince, match="by file/load of 2017-02-21"):
        undoes(council, done, on="2017-02-22")


def test_a_new_item_and_a_new_paper_are_withdrawn_and_a_changed_one_is_as_it_was(council: Desk) -> None:
    item, paper = {"number": "PL 1.3"}, {"document": "C17/8"}
    put = acts(council, "meeting/agenda", COUNCIL | item | {"title": "WSIS"}, on="2017-02-20")
    laid = acts(council, "meeting/paper", COUNCIL | paper, on="2017-02-20")
    dated = acts(council, "meeting/agenda", COUNCIL | item | {"on": "2017-05-16"}, on="2017-02-21")
    taken = acts(council, "meeting/paper", COUNCIL | paper | {"withdraw": True}, on="2017-02-21")
    assert undoes(council, dated, on="2017-02-22").sentence == "council-17 PL 1.3: WSIS, undated"
    assert undoes(council, taken, on="2017-02-22").sentence == "C17/8 is before council-17"
    assert undoes(council, put, on="2017-02-22").sentence == "council-17 PL 1.3 is withdrawn"
    assert undoes(council, laid, on="2017-02-22").sentence == "C17/8 is before council-17 no more"
    with reading(council.engine) as session:
        meeting = meetings.meeting(session, "council-17", now=moment("2017-02-23"))
    assert (meeting.agenda, meeting.papers) == ((), ())


def test_lines_of_other_acts_and_days_before_the_last_change_are_refused(council: Desk) -> None:
    due = {"cycle": DOCUMENTS, "step": "contributions", "due": "2017-05-01", "because": "asked"}
    agreed = acts(council, "deadline/agree", due, on="2017-02-19")
    with pytest.raises(NothingToUndo, match="it is no act on a meeting"):
        acts(council, "meeting/take-back", {"line": agreed.id, "because": "x"}, on="2017-02-20")
    done = acts(council, "meeting/move", COUNCIL | LATER, on="2017-02-20")
    with pytest.raises(OutOfTime, match="council-17 was last changed"):
        undoes(council, done, on="2017-02-19")
