"""Delivery with a server that misbehaves: nothing is lost, nothing is told twice, one bad mail never stops the rest."""

import threading
from datetime import timedelta
from multiprocessing.pool import ThreadPool

import pytest
from sqlalchemy import update

from delivery import claims
from delivery.rounds import run_round
from desk import review
from desk.review import Wanted
from models.engine import reading, writing
from models.outbox import State
from notifications.channels.smtp import SmtpChannel
from record.refusals import NoMailServer
from tests.beginnings import told_once
from tests.secretariat import moment
from tests.sink import Mood

pytestmark = pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"


@pytest.fixture
@told_once
def due(desk):
    """A desk on the morning of 24 February: three messages are due, two of them to members."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    return desk


def recipients(desk):
    return sorted(mail.recipient for mail in desk.sink.mails)


def test_two_rounds_at_the_same_moment_tell_everyone_once(due):
    crowd = [f"delegate{number}@state.example" for number in range(40)]
    for address in crowd:
        due.knows(address, address, "membership")
    gate, failures = threading.Barrier(2), []

    def turn():
        gate.wait()
        try:
            due.round("2017-02-24 09:00")
        except Exception as why:
            failures.append(why)

    threads = [threading.Thread(target=turn) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    due.round("2017-02-24 09:01")
    assert failures == []
    assert recipients(due) == sorted([FOCAL, A, B, *crowd])


def test_a_recipient_refused_for_good_holds_nobody_back(due):
    due.sink.mood = Mood(recipients={A: "550 no such mailbox"})
    due.round("2017-02-24 09:00")
    assert recipients(due) == [B, FOCAL]
    dead = [message for message in due.messages() if message.state is State.DEAD]
    assert ["no such mailbox" in message.detail for message in dead] == [True]


def test_a_server_that_says_later_is_tried_later(due):
    due.sink.mood = Mood(data="451 later")
    due.round("2017-02-24 09:00")
    assert recipients(due) == []
    assert set(due.states()) == {"retry"}
    due.sink.mood = Mood()
    due.round("2017-02-24 09:00")  # the pause of a minute has not passed
    assert recipients(due) == []
    due.clock = moment("2017-02-24 09:02")
    due.round("2017-02-24 09:02")
    assert recipients(due) == [A, B, FOCAL]


def test_after_two_days_of_trying_a_message_is_dead_and_shown(due):
    due.sink.mood = Mood(data="451 later")
    due.round("2017-02-24 09:00")
    due.clock = moment("2017-02-24 09:00") + timedelta(hours=49)
    due.round("2017-02-24 09:00")
    assert set(due.states()) == {"dead"}


def test_when_the_server_never_answers_a_copy_is_equal_to_the_byte(due):
    due.sink.mood = Mood(reply="drop")
    due.round("2017-02-24 09:00")
    assert set(due.states()) == {"unknown"}
    due.sink.mood = Mood()
    due.clock = moment("2017-02-24 09:00") + timedelta(minutes=16)
    due.round("2017-02-24 11:00")
    by_id = {}
    for mail in due.sink.mails:
        by_id.setdefault(mail.message_id, set()).add(mail.data)
    assert len(by_id) == 3
    assert all(len(copies) == 1 for copies in by_id.values())


def test_without_a_mail_server_messages_wait_and_the_round_says_so(due):
    from dataclasses import replace

    now = moment("2017-02-24 09:00")
    with pytest.raises(NoMailServer, match="3 letters wait"):
        run_round(due.engine, replace(due.settings, mail_url=None), now=now, clock=lambda: now)
    assert set(due.states()) == {"queued"}
    assert len(due.at("2017-02-24 09:05")) == 3


def claims_and_dies(desk):
    """Let a sender take what is due at nine, and go no further."""
    from reminders import reminder_plan

    now = moment("2017-02-24 09:00")
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=now)
    with writing(desk.engine) as session:
        assert len(claims.claim(session, now=now, clock=now)) == 3


def test_a_sender_that_died_is_replaced_when_its_lease_ends(due):
    claims_and_dies(due)
    assert due.at("2017-02-24 09:10") == []
    assert len(due.at("2017-02-24 09:15")) == 3


def test_what_a_dead_sender_held_is_told_better_by_what_came_during_the_outage(due):
    claims_and_dies(due)  # and the machine with it, for a week
    mails = due.at("2017-03-03 09:00")
    assert [line.partition(":")[0] for line in mails] == [A, B, FOCAL]
    assert [line.split(": ")[1] for line in mails] == [
        *["Comments invited until 10 March"] * 2,
        "Overdue, was due 24 February",
    ]
    assert due.at("2017-03-03 09:20") == []


def test_what_cannot_be_worded_is_put_aside_with_its_reason_and_holds_nobody_back(due):
    from models.people import Person
    from reminders import reminder_plan

    due.knows("Broken", "no address at all", "membership")
    due.knows("Of nowhere", "nowhere@state.example", "membership")
    with writing(due.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-24 09:00"))
        session.execute(update(Person).where(Person.name == "Of nowhere").values(zone="Mars/Olympus"))
    done = due.round("2017-02-24 09:00").delivered
    assert (done.sent, done.dead) == (4, 1)
    assert recipients(due) == [A, B, FOCAL, "nowhere@state.example"]  # in the zone of the chain
    with reading(due.engine) as session:
        dead = {line.person: line.detail for line in review.lines(session, Wanted([State.DEAD]))}
    assert set(dead) == {"Broken"}
    assert "correct the contact" in dead["Broken"]
    assert all(detail.startswith("cannot be written: ") for detail in dead.values())


def test_a_line_that_ends_for_a_reason_of_its_own_holds_no_round_up(due, monkeypatch):
    """A plug-in of a channel may call sys.exit: the message counts as not answered, and the others leave."""
    send = SmtpChannel.send

    def ends(channel, sender, recipient, data, may_leave):
        if recipient == A:
            raise SystemExit(1)
        return send(channel, sender, recipient, data, may_leave)

    monkeypatch.setattr(SmtpChannel, "send", ends)
    done = ThreadPool(1).apply_async(due.round, ["2017-02-24 09:00"]).get(30)
    assert (done.delivered.sent, done.delivered.unknown) == (2, 1)
    assert recipients(due) == [B, FOCAL]
