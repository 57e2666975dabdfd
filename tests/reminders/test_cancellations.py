"""Whoever outside was told a date hears that its step is dropped: by a letter that waits for approval, all at once."""

import pytest

from models.outbox import State
from notifications.language import OFFICIAL
from tests.beginnings import told_once
from tests.secretariat import HLPF, moment, text_of
from tests.web.live_server import served
from web.page_words import words_of

A, B = "a@state.example", "b@state.example"


@pytest.fixture
@told_once
def invited(desk):
    """Return the desk on the day on which members were invited to comment from 24 February to 10 March."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert len(desk.at("2017-02-24 09:00", "Comments invited")) == 2
    return desk


def cancelled(desk, at):
    return [line for line in desk.at(at, "state.example") if ": Cancelled" in line]


def test_a_dropped_window_is_told_to_whoever_was_invited_once_it_is_approved(invited):
    invited.waives("comments", on="2017-02-27 10:00")
    assert not invited.at("2017-02-27 11:00", "state.example")
    invited.releases(on="2017-02-27 11:30")
    heard = invited.at("2017-02-27 11:45", "state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("Cancelled, was 10 March" in line for line in heard)
    text = text_of(invited.sink.mails[-1].data)
    assert "This is cancelled: the date told before, Friday 10 March 2017, falls away." in text
    assert not any(word in text for word in ("not needed", "to be confirmed"))
    assert not [line for _, line in invited.through("2017-02-28", "2017-03-12") if "state.example" in line]


def test_an_abandoned_cycle_is_one_letter_about_all_that_was_told(desk):
    desk.opens_agreed()
    desk.issues(on="2017-02-10 09:00")
    assert len(desk.at("2017-02-10 09:10", "state.example")) == 2
    desk.abandons(on="2017-02-13 10:00")
    desk.releases(on="2017-02-13 10:00")
    heard = desk.at("2017-02-13 10:15", "state.example")
    assert [line.partition(": ")[2].partition(":")[0] for line in heard] == ["5 cancellations"] * 2


def test_they_leave_to_all_at_one_moment_in_the_hours_of_geneva(invited):
    invited.waives("comments", on="2017-02-24 19:00")
    assert {message.due_at for message in invited.messages() if message.kind == "cancellation"} == {
        moment("2017-02-27 09:00")
    }
    invited.releases(on="2017-02-25")
    assert not cancelled(invited, "2017-02-27 08:59")
    assert len(cancelled(invited, "2017-02-27 09:00")) == 2


@pytest.mark.parametrize(("day", "letters"), [("2017-03-10 23:00", 2), ("2017-03-11 09:00", 0)])
def test_what_has_closed_is_cancelled_for_nobody(invited, day, letters):
    invited.waives("comments", on=day)
    assert len([message for message in invited.messages() if message.kind == "cancellation"]) == letters


def test_a_letter_that_is_approved_once_its_date_is_past_leaves_to_nobody(invited):
    invited.waives("comments", on="2017-03-10 17:00")
    invited.releases(on="2017-03-12")
    assert not cancelled(invited, "2017-03-13 09:00")
    assert [message.state for message in invited.messages() if message.kind == "cancellation"] == [State.SUPPRESSED] * 2


def test_the_end_of_its_cycle_takes_no_cancellation_back(invited):
    for deadline in invited.view("2017-02-27").deadlines:
        if deadline.is_open:
            invited.waives(deadline.step, on="2017-02-27 10:00")
    invited.closes(on="2017-02-27 10:30")
    invited.releases(on="2017-02-27 11:00")
    assert len(cancelled(invited, "2017-02-27 11:15")) == 2


def test_a_date_that_is_issued_after_its_step_was_dropped_takes_no_cancellation_back(invited):
    invited.sets("comments", "2017-03-17", on="2017-02-26")
    invited.waives("comments", on="2017-02-27 10:00")
    invited.issues(on="2017-02-27 10:05")
    invited.releases(on="2017-02-27 11:00")
    assert len(cancelled(invited, "2017-02-27 11:15")) == 2


def test_who_was_told_nothing_hears_nothing_of_its_end(desk):
    desk.opens_agreed()
    desk.waives("comments", on="2017-02-13")
    assert "held" not in desk.states()


def test_a_step_that_opens_again_takes_back_the_letter_that_waits(invited):
    invited.waives("comments", on="2017-02-27 10:00")
    invited.reopens("comments", on="2017-02-27 11:00")
    assert [message.state for message in invited.messages() if message.kind == "cancellation"] == [State.SUPPRESSED] * 2
    assert [line for _, line in invited.through("2017-02-28", "2017-03-12") if "state.example" in line] == [
        f"{who}: Open until 10 March, in 7 days: Comment on the revised draft" for who in (A, B)
    ]


def test_who_was_told_of_the_end_is_invited_anew_once_it_opens_again(invited):
    invited.waives("comments", on="2017-02-27 10:00")
    invited.releases(on="2017-02-27 10:00")
    assert len(cancelled(invited, "2017-02-27 10:15")) == 2
    invited.reopens("comments", on="2017-02-28 11:00")
    heard = invited.at("2017-02-28 11:15", "state.example")
    assert all("Comments invited until 10 March" in line for line in heard)
    assert [line.partition(":")[0] for line in heard] == [A, B]


def test_who_was_told_of_the_end_of_a_cycle_hears_of_its_dates_anew(desk):
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10 09:00")
    desk.at("2017-02-10 09:10")
    desk.abandons(on="2017-02-13 10:00")
    desk.releases(on="2017-02-13 10:00")
    assert len(cancelled(desk, "2017-02-13 10:15")) == 2
    desk.performs("cycle/reopen", cycle=HLPF, because="it goes on", on="2017-02-14 10:00")
    heard = desk.at("2017-02-14 10:15", "state.example")
    assert [line.partition(": ")[2].partition(",")[0] for line in heard] == ["Date set"] * 2


def test_the_letter_bears_the_id_of_the_act_that_dropped_its_step(invited):
    done = invited.performs("deadline/waive", cycle=HLPF, step="comments", because="x", on="2017-02-27 10:00")
    assert {message.act for message in invited.messages() if message.kind == "cancellation"} == {done.id}


def test_the_officers_of_the_house_are_told_of_no_cancellation(invited):
    invited.waives("comments", on="2017-02-27 10:00")
    invited.releases(on="2017-02-27 10:00")
    assert {line.partition(":")[0] for line in invited.at("2017-02-27 10:15")} == {A, B}


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_the_page_of_an_abandoned_cycle_says_so_and_not_that_its_dates_may_move(invited, language):
    invited.abandons(on="2017-02-27 10:00")
    with served(invited.engine, invited.settings, moment("2017-02-27 10:05")) as server:
        page = server.ask(f"/cycles/{HLPF}?language={language}").body.decode()
    words = words_of(language)
    assert words["cycle_abandoned"] in page
    assert words["cycle_lead"] not in page
    assert f'<span class="note">{words["cancelled"]}</span>' in page


def test_who_stands_in_for_a_reader_hears_it_though_they_were_told_no_date(invited):
    invited.knows("Deputy", "deputy@state.example", "membership", of="State A")
    invited.deputizes("Deputy", of="Delegate A", on="2017-02-25")
    invited.waives("comments", on="2017-02-27 10:00")
    invited.releases(on="2017-02-27 10:00")
    heard = cancelled(invited, "2017-02-27 10:15")
    assert [line.partition(":")[0] for line in heard] == [A, B, "deputy@state.example"]
    assert all("was 10 March" in line for line in heard)


def test_a_deputy_of_the_house_swallows_no_cancellation(invited):
    invited.deputizes("focal@itu.example", of="Delegate A", on="2017-02-25")
    invited.waives("comments", on="2017-02-27 10:00")
    invited.releases(on="2017-02-27 10:00")
    assert [line.partition(":")[0] for line in cancelled(invited, "2017-02-27 10:15")] == [A, B]
