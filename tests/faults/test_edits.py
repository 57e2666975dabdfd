"""What officers change while mail waits, leaves or has left: nothing is told of what is settled or has moved."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from delivery import sender
from letters import superseded
from models.engine import reading
from models.outbox import State
from record import journal
from tests.faults import promises
from tests.secretariat import Desk, moment, text_of
from tests.sink import Mood

BESIDE_A_SENDER = pytest.mark.both_databases("claims: an act beside a sender")

NINE = moment("2017-02-24 09:00")
CHAIN = "hlpf-contribution"
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"


def told(desk: Desk, about: str) -> list[str]:
    """Return who got a mail whose subject says so."""
    return [mail.recipient for mail in desk.sink.mails if about in mail.subject]


def test_met_while_queued(due):
    due.round("2017-02-26 09:00")  # a Sunday: planned, and waiting for Monday
    assert sorted(due.states()) == ["queued", "retry", "retry"]  # openings stay due when all are
    due.meets("comments", on="2017-02-26 10:00")
    due.round("2017-02-27 09:00")
    assert [mail.recipient for mail in due.sink.mails] == [FOCAL]
    assert sorted(due.states()) == ["sent", "suppressed", "suppressed"]


@pytest.fixture
def one_line(monkeypatch):
    """Mail leaves one by one, so that it is known which mails are still to come when an act is done."""
    monkeypatch.setattr(sender, "LINES", 1)
    monkeypatch.setattr(sender, "AHEAD", 1)


@pytest.mark.proof_on_postgresql("a change during which a round begins is told there in every run")
@BESIDE_A_SENDER
def test_met_while_its_batch_is_being_sent(due, one_line):
    """All three are claimed and worded; while the first is taken, an officer enters that the comments are in."""
    due.sink.meanwhile = lambda: due.meets("comments", on="2017-02-24 09:00")
    due.round(NINE)
    first = due.sink.mails[0].recipient
    invited = [mail.recipient for mail in due.sink.mails if mail.recipient in (A, B)]
    assert invited == [first] * (first in (A, B))  # whoever was told before the act, nobody after it
    due.clock = moment("2017-02-24 10:00")
    due.round(due.clock)
    assert len(due.sink.mails) == 1 + (first != FOCAL)


@pytest.mark.proof_on_postgresql("a change during which a round begins is told there in every run")
@BESIDE_A_SENDER
def test_moved_while_its_batch_is_being_sent(due, one_line):
    due.allows(CHAIN, "change", on="2017-02-10")
    due.sink.meanwhile = lambda: due.agrees("comments", "2017-03-17", on="2017-02-24 09:00")
    due.round(NINE)
    told_old = told(due, "until Friday 10 March")
    assert len(told_old) <= 1  # the mail that was on its way
    due.clock = moment("2017-02-24 10:00")
    due.round(due.clock)
    heard = told(due, "17 March")
    assert set(told_old) <= set(heard)  # who was told the old date hears of the new one
    assert len(heard) == len(set(heard))
    assert told(due, "until Friday 10 March") == told_old  # and nobody is told the old one any more


def test_moved_after_sending_is_told_once_and_names_the_date_it_replaces(due):
    due.allows(CHAIN, "change", on="2017-02-10")
    due.round(NINE)
    due.agrees("comments", "2017-03-17", on="2017-03-01 09:00")
    assert due.at("2017-03-01 09:09", about="state.example") == []  # ten quiet minutes
    heard = due.at("2017-03-01 09:10", about="state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("17 March" in line for line in heard)
    told = [text_of(mail.data) for mail in due.sink.mails if mail.recipient in (A, B)][-2:]
    assert all("now open until Friday 17 March 2017. This replaces Friday 10 March 2017." in text for text in told)
    assert due.at("2017-03-01 09:20", about="state.example") == []


def test_moved_and_moved_back_is_not_told(due):
    due.allows(CHAIN, "change", on="2017-02-10")
    due.round(NINE)
    due.agrees("comments", "2017-03-17", on="2017-03-01 09:00")
    due.agrees("comments", "2017-03-10", on="2017-03-01 09:05")
    assert due.at("2017-03-01 09:30", about="omment") == []
    assert "change" not in [message.kind for message in due.messages()]


def test_moved_back_while_the_change_waits_is_not_told(due):
    due.allows(CHAIN, "change", on="2017-02-10")
    due.round(NINE)
    due.agrees("comments", "2017-03-17", on="2017-03-04 09:00")  # a Saturday: it takes effect on Monday
    due.round("2017-03-04 09:30")
    due.agrees("comments", "2017-03-10", on="2017-03-04 10:00")
    due.round("2017-03-06 08:30")
    assert due.at("2017-03-06 09:00", about="17 March") == []


def test_met_while_nobody_knows_whether_it_arrived_sends_no_copy(due):
    due.sink.mood = Mood(reply="drop")
    due.round(NINE)
    assert len(due.sink.mails) == 3
    due.meets("comments", on="2017-02-24 09:10")
    due.sink.mood = Mood()
    due.clock = moment("2017-02-24 13:00")
    due.round(due.clock)
    assert [mail.recipient for mail in due.sink.mails[3:]] == [FOCAL]
    assert promises.copies(due.sink.mails).unequal == 0


@contextmanager
def a_round_that_begins_meanwhile(due, monkeypatch):
    """Have a round begin once the act in the block has the record for itself; leave when both are over."""
    write, begun = journal.write, []
    with ThreadPoolExecutor(1) as rounds:

        def begins_a_round(*what, **how):
            monkeypatch.setattr(journal, "write", write)
            begun.append(rounds.submit(due.round, NINE))
            return write(*what, **how)

        monkeypatch.setattr(journal, "write", begins_a_round)
        yield
        begun.pop().result(30)


@BESIDE_A_SENDER
def test_a_round_that_begins_while_an_act_is_under_way_plans_what_it_left(due, monkeypatch):
    due.sink.mood = Mood(data="451 later")
    with a_round_that_begins_meanwhile(due, monkeypatch):
        due.waives("comments", on="2017-02-24 09:00")
    assert due.states() == ["retry"]


@BESIDE_A_SENDER
def test_a_change_during_which_a_round_begins_is_what_members_are_told(due, monkeypatch):
    due.allows(CHAIN, "change", on="2017-02-10")
    due.agrees("comments", "2017-03-17", on="2017-02-24 09:00")
    with a_round_that_begins_meanwhile(due, monkeypatch):
        due.agrees("comments", "2017-02-27", on="2017-02-24 09:00")
    assert told(due, "17 March") == told(due, "10 March") == []
    due.round("2017-02-24 09:10")  # the second issue takes effect
    assert sorted(told(due, "27 February")) == [A, B]
    assert told(due, "17 March") == []


@pytest.mark.parametrize("end", ["abandons", "closes"])
def test_an_ended_cycle_sends_nothing_more(due, end):
    due.round("2017-02-26 09:00")
    if end == "closes":
        for step in due.view("2017-02-26").deadlines:
            due.waives(step.step, on="2017-02-26 10:00")
    getattr(due, end)(on="2017-02-26 11:00")
    due.round("2017-02-27 09:00")
    assert due.sink.mails == []
    assert set(due.states()) == {"suppressed"}


def test_what_was_never_answered_sends_no_copy_once_a_later_rung_is_told(due):
    """The server took the focal point's reminder and never said so; it is out of reach until a later one is due."""
    due.sink.mood = Mood(reply="drop")
    due.round(NINE)
    first = next(mail.message_id for mail in due.sink.mails if mail.recipient == FOCAL)
    due.sink.mood = Mood()
    due.round("2017-03-01 09:00")
    assert len([mail for mail in due.sink.mails if mail.recipient == FOCAL]) == 2
    assert [mail.message_id for mail in due.sink.mails].count(first) == 1
    assert [message.in_doubt for message in due.messages() if message.state is State.SUPERSEDED] == [True]


@BESIDE_A_SENDER
def test_an_edit_takes_back_what_was_never_answered_at_once(due):
    due.sink.mood = Mood(reply="drop")
    due.round(NINE)
    due.meets("comments", on="2017-02-24 09:10")
    assert [(str(message.state), message.in_doubt) for message in due.messages()].count(("suppressed", True)) == 2


def test_what_may_have_arrived_and_is_tried_again_keeps_what_it_told(due):
    """The server took it without a word, and put the copy off: a later letter takes over nothing of it."""
    due.sink.mood = Mood(reply="drop")
    due.round(NINE)
    due.sink.mood = Mood(reply="451 later")
    due.round("2017-02-24 10:00")
    again = [message for message in due.messages() if message.state is State.RETRY]
    assert again
    assert all(message.in_doubt for message in again)
    with reading(due.engine) as session:
        rows = superseded.waiting(session, {message.person_id for message in again}, moment("2017-02-25"), hold=False)
    assert {row.message_id for row in rows} == {message.id for message in again}
    assert all(row.is_unanswered for row in rows)
