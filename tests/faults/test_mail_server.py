"""A mail server that hangs, refuses or drops the line: every fault of it, on a whole round, on both databases."""

from datetime import timedelta

import pytest

from notifications.channels import smtp
from notifications.channels.smtp_wire import Patience
from tests.faults import promises
from tests.secretariat import moment
from tests.sink import Mood

NINE = moment("2017-02-24 09:00")
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
EVERYBODY = [A, B, FOCAL]
DRIPPING = [Mood(drips=phase) for phase in ("greeting", "MAIL", "RCPT", "DATA", "reply")]
SILENT = [Mood(accepts_after=9), Mood(reads=False), Mood(reply="hang"), *DRIPPING]
POISON = {A: "550 5.1.1 no such mailbox"}
EACH_END = pytest.mark.both_databases(
    "claims and leases: the record knows only that it may be tried again, or not known"
)


@pytest.fixture(autouse=True)
def haste(due, monkeypatch):
    """Nobody waits 15 s for a greeting or a minute for an answer in a test; a server that is well may be slow."""
    hasty = Patience(connect=1.0, command=1.0, reply=0.5, whole=1.5)
    monkeypatch.setattr(smtp, "Patience", lambda: hasty if due.sink.mood in SILENT else Patience())


@pytest.mark.few(5, "another fault of the same server")
@pytest.mark.proof_on_postgresql("claims and leases are told there by tests/faults/test_processes.py")
@pytest.mark.parametrize(
    ("mood", "state"),
    [
        pytest.param(Mood(accepts_after=9), "retry", id="hangs before the greeting"),
        pytest.param(Mood(greeting="421 busy"), "retry", id="4xx instead of a greeting"),
        pytest.param(Mood(greeting="554 not for you"), "retry", id="5xx instead of a greeting"),
        pytest.param(Mood(sender="550 not you"), "retry", id="5xx at MAIL"),
        pytest.param(Mood(recipients=dict.fromkeys(EVERYBODY, "450 busy")), "retry", id="4xx at RCPT", marks=EACH_END),
        pytest.param(Mood(data="451 later"), "retry", id="4xx at DATA"),
        pytest.param(Mood(reads=False), "unknown", id="reads nothing after DATA"),
        pytest.param(Mood(reply="451 later"), "retry", id="4xx after DATA"),
        pytest.param(Mood(reply="hang"), "unknown", id="hangs after DATA", marks=EACH_END),
        pytest.param(Mood(reply="drop"), "unknown", id="drops after DATA"),
        pytest.param(Mood(drips="greeting"), "retry", id="drips a greeting"),
        pytest.param(Mood(drips="MAIL"), "retry", id="drips at MAIL"),
        pytest.param(Mood(drips="RCPT"), "retry", id="drips at RCPT"),
        pytest.param(Mood(drips="DATA"), "retry", id="drips at DATA"),
        pytest.param(Mood(drips="reply"), "unknown", id="drips after DATA", marks=EACH_END),
    ],
)
def test_once_the_server_is_well_again_everybody_is_told(due, mood, state):
    due.sink.mood = mood
    due.round(NINE)
    states = due.states()
    assert state in states
    assert set(states) <= {state, "queued"}  # queued: left alone, since the server fails for all alike
    may_have_left = len(due.sink.mails)
    well_again(due)
    assert sorted({mail.recipient for mail in due.sink.mails}) == EVERYBODY
    assert set(due.states()) == {"sent"}
    copies = promises.copies(due.sink.mails)
    assert (copies.more, copies.unequal) == (may_have_left, 0)


def test_a_server_that_drips_is_left_alone_after_three_and_the_round_ends(due):
    for number in range(30):
        due.knows(f"D{number}", f"d{number}@state.example", "membership")
    due.sink.mood = Mood(drips="RCPT")
    delivered = due.round(NINE).delivered
    assert 3 <= delivered.retry <= 6  # of 33: those that were under way when the third failed
    assert delivered.retry + delivered.postponed == 33
    well_again(due)
    assert len({mail.recipient for mail in due.sink.mails}) == 33


def test_a_login_that_fails_is_the_servers_fault_and_nobody_is_given_up(due, monkeypatch):
    url = due.sink.url.replace("smtp://", "smtp://us:wrong@")
    monkeypatch.setattr(type(due.sink), "url", property(lambda _: url))
    due.sink.mood = Mood(login="535 5.7.8 wrong credentials")
    due.round(NINE)
    assert set(due.states()) <= {"retry", "queued"}
    assert "wrong@" not in str([message.detail for message in due.messages()])
    well_again(due)
    assert sorted(mail.recipient for mail in due.sink.mails) == EVERYBODY


def test_a_poison_recipient_among_good_ones_is_dead_alone(due):
    due.sink.mood = Mood(recipients=POISON)
    due.round(NINE)
    assert sorted(mail.recipient for mail in due.sink.mails) == [B, FOCAL]
    assert sorted(due.states()) == ["dead", "sent", "sent"]
    well_again(due)
    assert sorted(mail.recipient for mail in due.sink.mails) == [B, FOCAL]


def test_a_recipient_who_is_refused_for_now_holds_nobody_back(due):
    due.sink.mood = Mood(recipients={A: "450 greylisted"})
    due.round(NINE)
    assert sorted(mail.recipient for mail in due.sink.mails) == [B, FOCAL]
    well_again(due)
    assert sorted(mail.recipient for mail in due.sink.mails) == EVERYBODY


def test_a_server_that_never_says_whether_it_took_a_mail_gets_three_at_most(due):
    due.sink.mood = Mood(reply="drop")
    for turn in range(26):  # until the evening: a server that never answers is tried by one mail at a time
        due.clock = NINE + turn * timedelta(minutes=20)
        due.round(due.clock)
    assert set(due.states()) == {"dead"}  # a task on the desk
    copies = promises.copies(due.sink.mails)
    assert (len(due.sink.mails), copies.unequal) == (9, 0)


def well_again(desk):
    """Let the server be well, and time pass: breakers close, leases and pauses end, all on the same working day."""
    desk.sink.mood = Mood()
    for hours in (2, 7):
        desk.clock = NINE + timedelta(hours=hours)
        desk.round(desk.clock)
