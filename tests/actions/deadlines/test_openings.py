"""A window that opens on a draft opens on the day that is agreed for it, whichever of the two was agreed first."""

from dataclasses import replace
from datetime import date

import pytest

from feeds.feed_cache import Shelf
from kernel.runner import do
from models.engine import reading
from record.cycles import issues, snapshots
from tests.secretariat import HLPF, OFFICER, Desk, moment

WHY = {"cycle": HLPF, "because": "a story"}


def does(desk: Desk, act: str, on: str = "2017-02-10", **arguments):
    with desk.acting() as session:
        return do(session, act, **WHY, **arguments, now=moment(on), by=OFFICER)


def window(desk: Desk, step: str = "final-comments") -> tuple[str, str]:
    deadline = desk.view("2017-02-20")[step]
    return str(deadline.opens), str(deadline.due)


@pytest.mark.parametrize("draft", ["2017-03-23", "2017-03-24", "2017-04-07"])
def test_a_window_opens_on_the_day_agreed_for_its_draft(desk, draft):
    desk.opens()
    does(desk, "deadline/agree", step="final-comments", due="2017-04-07")
    assert window(desk) == ("2017-03-24", "2017-04-07")
    notes = does(desk, "deadline/agree", step="final-draft", due=draft).notes
    assert notes == (() if draft == "2017-03-24" else (f"final-comments opens on {draft}",))
    assert window(desk) == (draft, "2017-04-07")
    does(desk, "deadline/withdraw-agreement", step="final-draft")
    assert window(desk) == ("2017-03-24", "2017-04-07")


def test_taking_back_the_windows_own_day_keeps_its_opening_and_the_drafts_day(desk):
    desk.opens()
    does(desk, "deadline/agree", step="final-comments", due="2017-04-10")
    does(desk, "deadline/agree", step="final-draft", due="2017-03-29")
    does(desk, "deadline/withdraw-agreement", step="final-comments")
    assert window(desk) == ("2017-03-29", "2017-04-07")
    assert desk.view("2017-02-20")["final-draft"].due == date(2017, 3, 29)


def test_dates_agreed_in_one_act_open_the_windows_among_them(desk):
    desk.opens()
    dates = ("final-comments=2017-04-10", "final-draft=2017-03-29")
    assert "final-comments opens on 2017-03-29" in does(desk, "deadline/agree-several", dates=dates).notes
    assert window(desk) == ("2017-03-29", "2017-04-10")
    does(desk, "deadline/withdraw-several", steps=("final-comments", "final-draft"))
    assert window(desk) == ("2017-03-24", "2017-04-07")


def test_an_opening_that_members_do_not_read_yet_is_said(desk):
    desk.opens()
    desk.agrees("final-comments", "2017-04-10", on="2017-02-09")
    does(desk, "deadline/agree", step="final-draft", due="2017-03-29")
    with reading(desk.engine) as session:
        waiting = issues.unissued(session, [desk.view("2017-02-20")], moment("2017-02-20"))
    sentences = {each.step: each.sentence(moment("2017-02-20")) for some in waiting.values() for each in some}
    assert sentences["final-comments"] == "members read 2017-04-10, opening on 2017-03-24"


def test_a_draft_of_some_month_moves_no_opening_and_an_exact_day_does(desk):
    desk.opens()
    desk.agrees("final-comments", "2017-04-07", on="2017-02-09")
    does(desk, "deadline/agree", step="final-draft", due="March 2017")
    assert window(desk) == ("2017-03-24", "2017-04-07")
    does(desk, "deadline/agree", step="final-draft", due="2017-03-28")
    assert window(desk) == ("2017-03-28", "2017-04-07")


@pytest.mark.few(2, "moved another way")
@pytest.mark.parametrize(
    ("on", "moved", "opens"),
    [
        ("2017-02-10", "2017-03-08", "2017-03-08"),
        ("2017-02-10", "2017-02-27", "2017-02-27"),
        ("2017-03-01 08:59", "2017-03-08", "2017-03-08"),
        ("2017-03-01 09:00", "2017-03-08", "2017-03-01"),  # it has opened
    ],
)
def test_a_window_that_is_agreed_opens_on_the_day_to_which_its_anchor_moves(desk, on, moved, opens):
    cycle = "consultation-by-correspondence/2017"
    declared = desk.chains["consultation-by-correspondence"]
    steps = [replace(step, opens="on dispatch") if step.slug == "replies" else step for step in declared.steps]
    desk.chains[declared.slug] = replace(declared, steps=tuple(steps))
    desk.opens(cycle, dispatch="2017-03-01")
    desk.agrees("replies", "2017-03-30", cycle=cycle, on="2017-02-09")
    with desk.acting() as session:
        do(session, "anchor/move", cycle=cycle, anchor="dispatch", span=moved, now=moment(on), by=OFFICER)
    assert str(desk.view(on, cycle)["replies"].opens) == opens
    with desk.acting() as session:
        do(session, "anchor/move", cycle=cycle, anchor="dispatch", span="2017-03-01", now=moment(on), by=OFFICER)
    assert str(desk.view(on, cycle)["replies"].opens) == "2017-03-01"


def test_members_hear_nothing_of_an_opening_that_moves_and_read_it_once_it_is_issued(desk):
    desk.opens_on_drafts()
    desk.turn("2017-02-10 09:10")
    shelf, feed = Shelf(desk.engine, desk.settings), "cycle/hlpf-contribution/2017"

    def reads(at: str) -> bytes:
        served = shelf.public("en", feed, "ics", now=moment(at))
        assert served is not None
        return served.data

    before = reads("2017-02-10 10:00")
    does(desk, "deadline/agree", step="final-draft", due="2017-03-29")
    assert desk.at("2017-02-10 13:00", about="state.example") == []
    assert reads("2017-02-10 13:00") == before
    desk.issues(on="2017-02-13 09:00")
    assert [line for line in desk.at("2017-02-13 09:10") if "Comment on" in line and "state.example" in line] == []
    assert reads("2017-02-13 09:10") != before


@pytest.mark.parametrize("named", ["final-draft", "final-comments"])
def test_a_window_and_the_day_on_which_it_opens_are_issued_together_whichever_is_named(desk, named):
    desk.opens_on_drafts()
    does(desk, "deadline/agree", step="final-draft", due="2017-03-29")
    other = {"final-draft": "final-comments", "final-comments": "final-draft"}[named]
    done = desk.issues(named, on="2017-02-13 09:00")
    assert done.notes == (f"{other} is issued too: a period opens on that day",)
    with reading(desk.engine) as session:
        read = snapshots.view(session, HLPF, moment("2017-02-13 09:10"), issued=True)
    assert read["final-draft"].due == read["final-comments"].opens == date(2017, 3, 29)
    assert desk.performs("cycle/stop-issue", cycle=HLPF, because="a slip", on="2017-02-13 09:05").facts["steps"]


def test_another_close_of_a_window_leaves_the_day_of_its_draft_alone(desk):
    desk.opens_on_drafts()
    does(desk, "deadline/agree", step="final-comments", due="2017-04-10")
    does(desk, "deadline/agree", step="revised-draft", due="2017-02-27")
    done = desk.issues("final-comments", on="2017-02-13 09:00")
    assert (done.facts["steps"], done.notes) == (["final-comments"], ())


def test_who_answers_with_another_day_is_asked_again_on_that_day_and_the_secretary_is_spared(desk):
    desk.knows("The Secretary", "secretary@itu.example", "secretary")
    desk.opens_on_drafts()
    assert len(desk.at("2017-02-24 09:00", about="Draft not there")) == 1
    does(desk, "deadline/agree", "2017-02-24 10:00", step="revised-draft", due="2017-02-28")
    assert desk.at("2017-02-24 16:00", about="Draft not there") == []
    assert desk.at("2017-02-27 16:00", about="Draft not there") == []
    assert len(desk.at("2017-02-28 09:00", about="Draft not there")) == 1
    assert len(desk.at("2017-02-28 16:00", about="Draft not there")) == 1
