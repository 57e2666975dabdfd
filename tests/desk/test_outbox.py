"""The reviewed outbox: what an officer sees of a message before it leaves, and what an officer can still do with it."""

import re
import threading
from datetime import timedelta

import pytest

from delivery import claims
from desk import outbox_list, review
from models.engine import reading, writing
from models.outbox import State
from record.refusals import NoSuchMessage, NoSuchPerson, NotFailed, NotLeaving, NotWaiting, ReasonMissing
from reminders import reminder_plan
from tests.beginnings import told_once
from tests.delivery.test_delivery import FOCAL, A, B, recipients
from tests.desk.outbox import changes_what_was_told, does, listed, number_of, shown
from tests.notifications.web_server import Hook
from tests.secretariat import HLPF, moment, text_of
from tests.sink import Mood


@pytest.fixture
@told_once
def due(desk):
    """A desk on the morning of 24 February: three messages are due, two of them to members."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    return desk


def test_the_list_is_narrowed_by_cycle_person_kind_and_state(due):
    due.sink.mood = Mood(recipients={A: "550 no such mailbox"}, data="451 later")
    due.round("2017-02-24 09:00")
    everything = listed(due)
    assert sorted((line.person, line.state) for line in everything) == [
        ("Delegate A", "dead"), ("Delegate B", "retry"), ("Focal Point", "retry")
    ]  # fmt: skip
    assert [line.person for line in listed(due, person=A)] == ["Delegate A"]
    assert [line.person for line in listed(due, states=[State.DEAD])] == ["Delegate A"]
    assert len(listed(due, cycle=HLPF, kind="reminder")) == 3
    assert listed(due, kind="change") == []
    with reading(due.engine) as session:
        before, since = (review.lines(session, now=moment(f"2017-02-24 {at}")) for at in ("08:59", "09:00"))
    assert (before, len(since)) == ([], 3)
    with pytest.raises(NoSuchPerson):
        listed(due, person="nobody@x.example")


def test_a_message_that_is_to_be_tried_again_can_be_held_and_leaves_once_it_is_released(due):
    due.sink.mood = Mood(data="451 later")
    due.round("2017-02-24 09:00")
    number = number_of(due, A)
    assert does(due, "hold", number, because="the address is being checked", on="2017-02-24 09:01") == 1
    due.sink.mood = Mood()
    due.clock = moment("2017-02-27 10:00")  # a weekend later: trying has not gone on meanwhile
    due.round("2017-02-27 10:00")
    assert A not in recipients(due)
    (line,) = listed(due, person=A)
    assert (line.state, line.detail) == ("held", "the address is being checked")
    does(due, "release", number, on="2017-02-27 10:30")
    due.sink.mood = Mood(data="451 later")
    due.clock = moment("2017-02-27 10:31")
    due.round("2017-02-27 10:31")
    assert [line.state for line in listed(due, person=A)] == ["retry"]  # two days of trying begin anew
    due.sink.mood = Mood()
    due.clock = moment("2017-02-27 11:00")
    due.round("2017-02-27 11:00")
    assert recipients(due).count(A) == 1


def test_what_may_have_left_cannot_be_held(due):
    due.sink.mood = Mood(reply="drop")
    due.round("2017-02-24 09:00")
    number = number_of(due, A)
    with pytest.raises(NotLeaving, match=f"letter {number} is not yet answered by its server"):
        does(due, "hold", number, because="too late", on="2017-02-24 09:01")
    with pytest.raises(ReasonMissing):
        does(due, "hold", number, because="  ", on="2017-02-24 09:01")
    with pytest.raises(NoSuchMessage):
        does(due, "hold", 999, because="a slip", on="2017-02-24 09:01")


def test_what_was_refused_for_good_is_sent_once_more_under_the_same_id(due):
    due.sink.mood = Mood(recipients={A: "550 no such mailbox"})
    due.round("2017-02-24 09:00")
    number = number_of(due, A)
    (dead,) = [message for message in due.messages() if message.id == number]
    with pytest.raises(NotFailed):
        does(due, "retry", number - 1 or number + 1, on="2017-02-27 09:00")
    assert does(due, "retry", number, on="2017-02-27 09:00") == 1
    due.sink.mood = Mood(data="451 later")
    due.clock = moment("2017-02-27 09:01")
    due.round("2017-02-27 09:01")
    (again,) = [message for message in due.messages() if message.id == number]
    assert (again.state, again.public_id) == (State.RETRY, dead.public_id)  # 48 hours begin anew: it is not given up
    due.sink.mood = Mood()
    due.clock = moment("2017-02-27 10:00")
    due.round("2017-02-27 10:00")
    (mail,) = [mail for mail in due.sink.mails if mail.recipient == A]
    assert mail.message_id == f"<{dead.public_id}@council.example>"


def test_what_nobody_ever_took_leaves_again_equal_to_the_byte(due):
    due.sink.mood = Mood(reply="drop", recipients={B: "550 no such mailbox", FOCAL: "550 no such mailbox"})
    for minutes in (0, 16, 32):
        due.clock = moment("2017-02-24 09:00") + timedelta(minutes=minutes)
        due.round(due.clock)
    number = number_of(due, A)
    assert len({mail.data for mail in due.sink.mails if mail.recipient == A}) == 1
    due.sink.mood = Mood()
    due.clock = moment("2017-02-24 12:00")
    due.round("2017-02-24 12:00")
    assert recipients(due).count(A) == 3  # no copy more without an officer's word
    does(due, "retry", number, on="2017-02-24 12:01")
    due.round("2017-02-24 12:01")
    copies = [mail.data for mail in due.sink.mails if mail.recipient == A]
    assert (len(copies), len(set(copies))) == (4, 1)
    assert listed(due, person=A) == []


def test_what_failed_can_be_taken_out_and_what_was_sent_cannot(due):
    due.sink.mood = Mood(recipients={A: "550 no such mailbox"})
    due.round("2017-02-24 09:00")
    number = number_of(due, A)
    assert does(due, "drop", number, because="they have left", on="2017-02-24 10:00") == 1
    assert listed(due, person=A) == []
    (sent,) = [line.number for line in listed(due, person=B, states=[State.SENT])]
    with pytest.raises(NotWaiting):
        does(due, "drop", sent, because="a slip", on="2017-02-24 10:00")


def test_show_tells_who_by_what_why_and_what_it_replaces(desk):
    changes_what_was_told(desk, on="2017-02-14 10:00")
    desk.round("2017-02-14 10:30")
    number = number_of(desk, A)
    words = shown(desk, number, "2017-02-14 11:00")
    facts = [line.split(maxsplit=1) for line in words.partition("\n\n")[0].splitlines()]
    (change,) = {message.act for message in desk.messages() if message.kind == "change"}
    assert facts == [
        ["message", f"{number} (change)"],
        ["to", "Delegate A <a@state.example>, An organization"],
        ["by", "email"],
        ["state", "held: looked into"],
        ["leaves", "2017-02-14 10:10 (Geneva time) or later"],
        ["act", change],
        ["why", "comments: change of date 2"],
        ["replaces", "2017-03-10 of comments, as last told (date 1)"],
    ]
    assert "Extended until 13 March: " not in words
    assert "New date, 13 March: " in words  # it is not open yet
    desk.agrees("comments", "2017-03-14", on="2017-02-14 12:00")
    desk.round("2017-02-14 12:30")
    assert "suppressed" in shown(desk, number, "2017-02-14 13:00")


def test_who_reads_a_letter_for_another_gets_no_link_to_act_by(desk):
    changes_what_was_told(desk, on="2017-02-14 10:00")
    mail = next(mail for mail in desk.sink.mails if mail.recipient == A)
    links = re.findall(r"https://council\.example/\w+/[\w-]{40,}", text_of(mail.data))
    words = shown(desk, min(line.number for line in listed(desk, person=A)), "2017-02-14 11:00")
    assert len(links) > 1
    for link in links:
        assert link not in words
        assert f"{link.rpartition('/')[0]}/…" in words


def test_standing_releases_are_listed_with_those_withdrawn_last(desk):
    desk.allows("annual-report", "reminder", on="2017-02-10")
    desk.allows("hlpf-contribution", "change", on="2017-02-11")
    desk.forbids("annual-report", "reminder", on="2017-02-12")
    with reading(desk.engine) as session:
        rules = review.rules(session)
    assert [(rule.chain, rule.kind, rule.withdrawn_at is None) for rule in rules] == [
        ("hlpf-contribution", "change", True),
        ("annual-report", "rung", False),
    ]


def test_each_channel_tells_how_it_fared(desk):
    with Hook() as hook:
        good, bad = (f"json://127.0.0.1:{hook.port}/t0ken/{answer}" for answer in ("200", "404"))
        desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", good, bad))
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        desk.round("2017-03-10 09:00")
        sent = listed(desk, person="officer@itu.example", states=[State.SENT, State.DEAD])
        (mail,) = [line.number for line in sent if line.channel == "email" and line.steps == ("final-draft",)]
        words = shown(desk, mail, "2017-03-10 10:00")
    assert "sent 2017-03-10" in words
    assert "dead: refused with HTTP 404: correct the channel" in words
    assert "t0ken" not in words
    assert FOCAL not in words


@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_what_a_sender_is_claiming_at_the_same_moment_is_not_held(due):
    """Whoever holds, drops or releases waits for the claim, and then sees that the message is being sent."""
    now = moment("2017-02-24 09:00")
    with writing(due.engine) as session:
        reminder_plan.plan_owed(session, now=now)
    number, refusals = number_of(due, A), []

    def hold() -> None:
        try:
            does(due, "hold", number, because="too late", on="2017-02-24 09:00")
        except NotLeaving as refusal:
            refusals.append(str(refusal))

    officer = threading.Thread(target=hold)
    with writing(due.engine) as session:
        assert number in {message.id for message in claims.claim(session, now=now, clock=now)}
        officer.start()
        officer.join(0.5)
        assert officer.is_alive()
    officer.join(30)
    assert refusals == [
        f"letter {number} is sending: only one that is about to leave can be kept for approval; see it"
    ]  # fmt: skip


def test_of_one_person_what_left_is_listed_beside_what_waits(due):
    due.round("2017-02-24 09:00")
    with reading(due.engine) as session:
        to_one, to_all = (
            outbox_list.messages(session, person=A, now=moment("2017-12-31")).subject,
            outbox_list.messages(session, now=moment("2017-12-31")).subject,
        )
        waiting = outbox_list.messages(session, person=A, state=(State.HELD,), now=moment("2017-12-31")).subject
    assert [line.state for line in to_one] == ["sent"]
    assert (to_all, waiting) == ([], [])
