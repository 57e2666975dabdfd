"""A mail server that takes seconds for each answer, and what officers do meanwhile: nothing leaves that is not so."""

import threading
import time

import pytest

from delivery import sender
from delivery.officer_holds import AlreadyHeld
from kernel.runner import do
from models.engine import writing
from tests.faults.moments import Moments
from tests.secretariat import OFFICER, moment
from tests.sink import Mood

pytestmark = pytest.mark.both_databases("claims: an act beside a sender")

NINE = moment("2017-02-24 09:00")
FOCAL, A, B, C = "focal@itu.example", "a@state.example", "b@state.example", "c@state.example"
SLOW = [
    pytest.param(Mood(thinks=0.4), "at_recipient", id="before RCPT is answered"),
    pytest.param(Mood(ponders=0.4), "at_data", id="before the DATA command is answered"),
]


@pytest.fixture(autouse=True)
def soon_stale(monkeypatch):
    """What was asked a fifth of a second ago is asked again, and mail leaves one by one."""
    monkeypatch.setattr(sender, "AGAIN", 0.2)
    monkeypatch.setattr(sender, "LINES", 1)
    monkeypatch.setattr(sender, "AHEAD", 1)


def meanwhile(desk, mood, moment_of_it, act, about=(A, B)):
    """Let an act be done while the slow server thinks about the first mail to one of these; return whose it was."""
    done = []
    doing = threading.Lock()

    def happens(recipient):
        with doing:
            if recipient in about and not done:
                done.append(recipient)
                act()

    desk.sink.mood = mood
    setattr(desk.sink, moment_of_it, happens)
    return done


@pytest.mark.parametrize(("mood", "moment_of_it"), SLOW)
def test_what_is_met_while_the_server_thinks_does_not_leave(due, mood, moment_of_it):
    done = meanwhile(due, mood, moment_of_it, lambda: due.meets("comments", on="2017-02-24 09:00"))
    delivered = due.round(NINE).delivered
    assert len(done) == 1
    assert [mail.recipient for mail in due.sink.mails] == [FOCAL]
    assert (delivered.sent, delivered.withdrawn) == (1, 2)
    assert sorted(due.states()) == ["sent", "suppressed", "suppressed"]


@pytest.mark.proof_on_postgresql("what is met while the sender pauses is told there in every run")
@pytest.mark.parametrize(("mood", "moment_of_it"), SLOW)
def test_a_date_that_moves_while_the_server_thinks_is_not_told_as_it_was(due, mood, moment_of_it):
    meanwhile(due, mood, moment_of_it, lambda: due.agrees("comments", "2017-03-17", on="2017-02-24 09:00"))
    due.round(NINE)
    assert [mail.recipient for mail in due.sink.mails] == [FOCAL]
    due.sink.mood, due.clock = Mood(), moment("2017-03-16 09:00")
    due.round(due.clock)
    subjects = [mail.subject for mail in due.sink.mails if mail.recipient in (A, B)]
    assert [("17 March" in subject, "10 March" in subject) for subject in subjects] == [(True, False)] * 2


def test_what_is_met_while_the_sender_itself_pauses_does_not_leave(due):
    """It has asked about the next mail and committed; before a line has that mail, the process stands still."""
    done = []

    def reached(name):
        if name == "after the commit of message" and due.sink.mails and not done:
            done.append(name)
            due.meets("comments", on="2017-02-24 09:00")
            time.sleep(sender.AGAIN)  # the process itself stands still: that is the story

    Moments(reached).of_store(due.engine)
    delivered = due.round(NINE).delivered
    assert done
    assert [mail.recipient for mail in due.sink.mails] == [FOCAL]
    assert (delivered.sent, delivered.withdrawn) == (1, 2)


def mutes(desk):
    with desk.acting() as session:
        do(session, "choices/mute", person=C, chain="hlpf-contribution", now=NINE, by=OFFICER)


@pytest.mark.proof_on_postgresql("what is met while the sender pauses is told there in every run")
@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda desk: desk.answers("comments", "State C", on="2017-02-24 09:00"), id="answered"),
        pytest.param(mutes, id="muted"),
    ],
)
@pytest.mark.parametrize(("mood", "moment_of_it"), SLOW)
def test_whoever_has_answered_or_asked_for_no_more_meanwhile_gets_none(due, mood, moment_of_it, act):
    due.knows("Delegate C", C, "membership", of="State C")
    done = meanwhile(due, mood, moment_of_it, lambda: act(due), (C,))
    delivered = due.round(NINE).delivered
    assert done == [C]
    assert sorted(mail.recipient for mail in due.sink.mails) == [A, B, FOCAL]
    assert (delivered.sent, delivered.withdrawn) == (3, 1)
    due.clock = moment("2017-02-24 12:00")
    assert due.round(due.clock).delivered.sent == 0


@pytest.mark.proof_on_postgresql("what is met while the sender pauses is told there in every run")
@pytest.mark.parametrize(("mood", "moment_of_it"), SLOW)
def test_a_hold_while_the_server_thinks_puts_the_mail_back(due, mood, moment_of_it):
    def hold():
        with writing(due.engine) as session:
            do(session, "sending/hold", because="wrong list", now=NINE, by=OFFICER)

    meanwhile(due, mood, moment_of_it, hold)
    due.round(NINE)
    assert not {A, B} & {mail.recipient for mail in due.sink.mails}
    assert {"queued"} <= set(due.states()) <= {"queued", "sent"}
    with pytest.raises(AlreadyHeld):
        hold()


@pytest.mark.proof_on_postgresql("what is met while the sender pauses is told there in every run")
@pytest.mark.parametrize(("mood", "moment_of_it"), SLOW)
def test_a_slow_server_gets_all_that_is_still_so_over_one_connection(due, mood, moment_of_it):
    done = meanwhile(due, mood, moment_of_it, lambda: None)
    due.round(NINE)
    assert done
    assert sorted(mail.recipient for mail in due.sink.mails) == [A, B, FOCAL]
    assert due.sink.connections == 1
