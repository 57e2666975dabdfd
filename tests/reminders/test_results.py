"""The result of a vote is transmitted to whoever was told of it, once it is recorded with the document it stands in."""

import pytest
from sqlalchemy import update

from models.outbox import State
from models.people import Person
from notifications.language import OFFICIAL, speak
from tests.beginnings import told_once
from tests.secretariat import moment, subject_of, text_of

VOTE = "consultation-by-correspondence/2017"
COUNCILLOR = "councillor@state.example"
RESULT = {"url": "https://council.example/dm-17-9.pdf", "document": "DM-17/9"}


@pytest.fixture
@told_once
def vote(desk):
    """Return the desk after a vote that the Council's members were told of, and which is over."""
    desk.knows("Councillor", COUNCILLOR, "council-members")
    desk.opens(VOTE, on="2017-02-09", dispatch="2017-03-01")
    desk.sets("replies", "2017-03-24", on="2017-02-09", cycle=VOTE)
    desk.issues(on="2017-02-09", cycle=VOTE)
    desk.turn("2017-02-09 12:15")
    return desk


def results(desk):
    return [message for message in desk.messages() if message.kind == "result"]


def test_it_waits_for_approval_and_then_leaves_to_all_who_were_told_of_the_vote(vote):
    vote.meets("result", on="2017-03-28 19:00", cycle=VOTE, **RESULT)
    assert {message.state for message in results(vote)} == {State.HELD}
    assert {message.due_at for message in results(vote)} == {moment("2017-03-29 09:00")}
    vote.releases(on="2017-03-28 20:00")
    before = len(vote.sink.mails)
    vote.turn("2017-03-29 09:00")
    mails = {mail.recipient: mail.data for mail in vote.sink.mails[before:]}
    assert "Result: Consultation of the members of the Council" in subject_of(mails[COUNCILLOR])
    text = text_of(mails[COUNCILLOR])
    assert "The result is published in DM-17/9." in text
    assert f"Read the document: {RESULT['url']}" in text
    assert "attached" not in text


def test_who_was_told_of_no_vote_hears_no_result(desk):
    desk.knows("Councillor", COUNCILLOR, "council-members")
    desk.opens(VOTE, on="2017-02-09", dispatch="2017-03-01")
    desk.meets("result", on="2017-03-28", cycle=VOTE, **RESULT)
    assert not results(desk)


def test_another_step_that_is_completed_is_no_result(vote):
    vote.meets("letter", on="2017-03-01", cycle=VOTE, url="https://council.example/dm-17-3.pdf")
    assert not results(vote)


def test_a_result_that_is_taken_back_before_it_left_is_told_to_nobody(vote):
    vote.meets("result", on="2017-03-28 10:00", cycle=VOTE, **RESULT)
    vote.reopens("result", on="2017-03-28 11:00", cycle=VOTE)
    assert {message.state for message in results(vote)} == {State.SUPPRESSED}
    vote.meets("result", on="2017-03-28 12:00", cycle=VOTE, **RESULT)
    vote.releases(on="2017-03-28 12:00")
    before = len(vote.sink.mails)
    vote.turn("2017-03-28 12:15")
    assert [mail.recipient for mail in vote.sink.mails[before:]] == [COUNCILLOR]


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_in_each_language(vote, language):
    with vote.acting() as session:
        session.execute(update(Person).where(Person.email == COUNCILLOR).values(language=language))
    vote.meets("result", on="2017-03-28 10:00", cycle=VOTE, **RESULT)
    vote.releases(on="2017-03-28 10:00")
    vote.turn("2017-03-28 10:15")
    text = text_of(vote.sink.mails[-1].data)
    assert speak(language).say("sentence", "result", letter="DM-17/9") in text.replace("\u2068", "").replace(
        "\u2069", ""
    )
