"""A window was to open, and its draft is not there: its officer is asked at nine, the secretary hears at four."""

from functools import partial

import pytest

from tests.beginnings import once
from tests.reminders.forecasts import holds
from tests.secretariat import Desk, moment, text_of
from tests.sink import Mood

CHAIN = "hlpf-contribution"
FOCAL, SECRETARY = "focal@itu.example", "secretary@itu.example"
ASKED, UNANSWERED = "Draft not there, closes ", "Draft not there, no answer, "


@pytest.fixture
def drafting(desk: Desk) -> Desk:
    once(desk.engine, desk.home, "drafting of reminders/test_missing_drafts.py", partial(_drafting, desk))
    return desk


def _drafting(desk: Desk) -> None:
    desk.knows("The Secretary", SECRETARY, "secretary", zone="America/New_York")
    desk.opens_on_drafts()


def test_the_officer_is_asked_at_nine_and_the_secretary_hears_at_four(drafting):
    assert drafting.at("2017-02-24 08:59", about="Draft not there") == []
    assert drafting.at("2017-02-24 09:00", about="Draft not there") == [
        f"{FOCAL}: {ASKED}10 March: Comment on the revised draft"
    ]
    assert drafting.at("2017-02-24 15:59", about="Draft not there") == []
    (said,) = drafting.at("2017-02-24 16:00", about="Draft not there")
    assert said == f"{SECRETARY}: Comment on the revised… · {UNANSWERED}10 March, 23:59 (Geneva)"
    assert drafting.at("2017-02-27 09:00", about="Draft not there") == []
    (mail,) = [mail for mail in drafting.sink.mails if mail.recipient == SECRETARY]
    assert "members are not invited before the draft is there" in text_of(mail.data)
    assert {message.due_at for message in drafting.messages() if message.subject and ASKED in message.subject} == {
        moment("2017-02-24 09:00")
    }


ANSWERS = {
    "posted": lambda desk: desk.meets("revised-draft", on="2017-02-24 10:00"),
    "not required": lambda desk: desk.waives("revised-draft", on="2017-02-24 10:00"),
    "extended": lambda desk: desk.agrees("comments", "2017-03-17", on="2017-02-24 10:00"),
    "dropped": lambda desk: desk.waives("comments", on="2017-02-24 10:00"),
}


@pytest.mark.few(2, "the same question with another answer")
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_by_four_spares_the_secretary(drafting, answer):
    drafting.turn("2017-02-24 09:00")
    ANSWERS[answer](drafting)
    assert drafting.at("2017-02-24 16:00", about=UNANSWERED) == []


def test_a_question_that_waits_is_taken_back_once_the_draft_is_there(drafting):
    drafting.sink.mood = Mood(recipients={FOCAL: "451 later"})
    drafting.turn("2017-02-24 09:00")
    drafting.meets("revised-draft", on="2017-02-24 09:05")
    drafting.sink.mood = Mood()
    assert drafting.at("2017-02-24 14:00", about=ASKED) == []


def test_nobody_is_asked_about_a_window_that_opens_on_a_day_of_its_own_or_was_opened_late(desk):
    desk.opens_agreed()
    assert desk.at("2017-02-24 09:00", about="Draft not there") == []


@pytest.mark.parametrize(("agreed", "asked"), [("2017-02-24 09:00", 1), ("2017-02-24 09:01", 0)])
def test_a_date_that_is_set_after_nine_asks_nobody(desk, agreed, asked):
    desk.opens(on="2017-02-20")
    desk.agrees("comments", "2017-03-10", on=agreed)
    assert len(desk.at("2017-02-24 10:00", about=ASKED)) == asked


def test_a_closed_opening_day_is_asked_about_on_the_working_day_after(desk):
    desk.opens(on="2017-02-09", un_deadline="2017-04-30", review="2017-02-07")  # the draft is due on a Sunday
    desk.agrees("comments", "2017-03-12", on="2017-02-09")
    assert desk.at("2017-02-24 09:00", about=ASKED) == []
    assert len(desk.at("2017-02-27 09:00", about=ASKED)) == 1


def test_a_forecast_tells_the_questions(drafting):
    on = "2017-02-23 17:00"
    before, after = holds(drafting, lambda desk: desk.meets("revised-draft", on=on), on)
    assert [person for person, *_, dates in before if dates[0][1] == "comments"] == ["Focal Point", "The Secretary"]
    assert "The Secretary" not in [person for person, *_ in after]
