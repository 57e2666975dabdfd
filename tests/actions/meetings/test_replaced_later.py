"""A meeting that is cancelled first and replaced later: what hung from it hangs anew, and no refusal is a circle."""

import pytest

from desk import tasks as tasks_
from kernel.runner import do
from models.engine import reading
from planning.remedies import Call
from record.refusals import FollowsMeeting, MeetingRefused
from tests.beginnings import told_once
from tests.secretariat import OFFICER, Desk, moment

CYCLE, OLD, NEW = "working-group-meeting/2017", "cwg-40", "cwg-40bis"


@pytest.fixture
@told_once
def cancelled(desk: Desk) -> Desk:
    desk.schedules(OLD, "2017-05-16", "2017-05-17", body="cwg-wsis-sdg")
    desk.opens(CYCLE, on="2017-02-10", cwg=OLD)
    does(desk, "meeting/cancel", "2017-02-20", meeting=OLD, because="no room")
    return desk


def does(desk: Desk, act: str, on: str, **words):
    with desk.acting() as session:
        return do(session, act, **words, now=moment(on), by=OFFICER)


def tasks(desk: Desk, on: str) -> list[tuple[str, Call]]:
    with reading(desk.engine) as session:
        every = tasks_.tasks(session, now=moment(on), clock=moment(on))
        return [(task.sentence, task.remedies[0]) for task in every if task.kind == "lost"]


def dates(desk: Desk, on: str) -> dict[str, str]:
    return {each.step: str(each.due) for each in desk.view(on, CYCLE).deadlines if each.rule}


@pytest.mark.both_databases("joins histories")
def test_what_hung_from_it_hangs_anew_and_back_again(cancelled):
    assert set(dates(cancelled, "2017-02-21").values()) == {"None"}
    (sentence, remedy) = tasks(cancelled, "2017-02-21")[0]
    assert sentence.startswith(f"{CYCLE}: {OLD} is cancelled, so that ")
    assert remedy.arguments == {"meeting": OLD, "instead": None}
    cancelled.schedules(NEW, "2017-06-13", "2017-06-14", body="cwg-wsis-sdg")
    done = does(cancelled, "meeting/cancel", "2017-02-23", meeting=OLD, instead=NEW, because="found a room")
    assert done.sentence.startswith(f"{OLD} is cancelled, and {NEW} is held instead")
    assert dates(cancelled, "2017-02-24")["contributions"] == "2017-05-30"
    assert tasks(cancelled, "2017-02-24") == []
    does(cancelled, "meeting/move", "2017-02-25", meeting=NEW, span="2017-06-20/2017-06-21", because="x")
    assert dates(cancelled, "2017-02-26")["contributions"] == "2017-06-06"


def test_each_refusal_names_the_act_that_ends_it(cancelled):
    for act, words, refusal in (
        ("meeting/move", {"meeting": OLD, "span": "2017-06-13/2017-06-14"}, MeetingRefused),
        ("anchor/move", {"cycle": CYCLE, "anchor": "cwg", "span": "2017-06-13/2017-06-14"}, FollowsMeeting),
        ("meeting/cancel", {"meeting": OLD}, MeetingRefused),
    ):
        with pytest.raises(refusal) as refused:
            does(cancelled, act, "2017-02-21", **words, because="x")
        calls = [remedy for remedy in refused.value.remedies if isinstance(remedy, Call)]
        assert (calls[0].name, calls[0].arguments) == ("meeting/cancel", {"meeting": OLD, "instead": None})


def test_it_is_replaced_once_and_by_one_that_has_days(cancelled):
    with pytest.raises(MeetingRefused, match="it is the same meeting"):
        does(cancelled, "meeting/cancel", "2017-02-21", meeting=OLD, instead=OLD, because="x")
    cancelled.schedules(NEW, "2017-06-13", "2017-06-14", body="cwg-wsis-sdg")
    does(cancelled, "meeting/cancel", "2017-02-23", meeting=OLD, instead=NEW, because="x")
    with pytest.raises(MeetingRefused, match="is cancelled already, and no open cycle depends on it"):
        does(cancelled, "meeting/cancel", "2017-02-24", meeting=OLD, instead=NEW, because="x")


def test_one_that_is_postponed_is_a_task_until_it_has_days(desk):
    desk.schedules(OLD, "2017-05-16", "2017-05-17", body="cwg-wsis-sdg")
    desk.opens(CYCLE, on="2017-02-10", cwg=OLD)
    does(desk, "meeting/postpone", "2017-02-20", meeting=OLD, because="x")
    ((_, remedy),) = tasks(desk, "2017-02-21")
    assert (remedy.name, remedy.arguments) == ("meeting/move", {"meeting": OLD})
    does(desk, "meeting/move", "2017-02-22", meeting=OLD, span="2017-05-23/2017-05-24", because="x")
    assert tasks(desk, "2017-02-23") == []
