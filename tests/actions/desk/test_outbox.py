"""The reviewed outbox: what an officer sees of a message before it leaves, and what an officer can still do with it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.delivery import claiming
from actions.desk import inspecting, reviewing
from actions.desk.contradicting import Contradictory
from actions.desk.reviewing import Wanted
from actions.kernel.doors import Door
from actions.kernel.grants import Identity
from actions.kernel.runner import do, undoing, within
from actions.owed import owing
from actions.refusals import (
    NoSuchMessage,
    NoSuchPerson,
    NotDropped,
    NotFailed,
    NotLeaving,
    NotWaiting,
    ReasonMissing,
    ToldOtherwise,
)
from models.engine import reading, writing
from models.message_identities import identify
from models.outbox import Message, Owed, State
from tests.actions.delivery.test_delivery import FOCAL, A, B, recipients
from tests.desk import HLPF, OFFICER, moment
from tests.notifications.web import Hook
from tests.said import said
from tests.sink import Mood


@pytest.fixture
def due(desk):
    """A desk on the morning of 24 February: three messages are due, two of them to members."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "rung", on="2017-02-10")
    return desk


def listed(desk, **wanted):
    with reading(desk.engine) as session:
        return reviewing.lines(session, Wanted(**wanted))


def shown(desk, number, on):
    with reading(desk.engine) as session:
        return said(inspecting.show(session, number, settings=desk.settings, now=moment(on)))


def does(desk, act, *numbers, on, **how):
    with desk.acting() as session:
        done = do(session, f"outbox/{act}", messages=numbers, now=moment(on), by=OFFICER, **how)
        return len(done.letters)


def number_of(desk, email):
    (found,) = [line.number for line in listed(desk, person=email)]
    return found


def test_the_list_is_narrowed_by_cycle_person_kind_and_state(due):
    due.sink.mood = Mood(recipients={A: "550 no such mailbox"}, data="451 later")
    due.round("2017-02-24 09:00")
    everything = listed(due)
    assert sorted((line.person, line.state) for line in everything) == [
        ("Delegate A", "dead"), ("Delegate B", "retry"), ("Focal Point", "retry")
    ]  # fmt: skip
    assert [line.person for line in listed(due, person=A)] == ["Delegate A"]
    assert [line.person for line in listed(due, states=[State.DEAD])] == ["Delegate A"]
    assert len(listed(due, cycle=HLPF, kind="rung")) == 3
    assert listed(due, kind="change") == []
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
    with pytest.raises(NotLeaving, match=f"message {number} is unknown"):
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
        ["state", "held"],
        ["leaves", "2017-02-14 09:30 UTC or later"],
        ["act", change],
        ["why", "comments: change of promise 2"],
        ["replaces", "2017-03-10 of comments, as last told (promise 1)"],
    ]
    assert "now open until Monday 13 March (in 27 days) instead of Friday 10 March" in words
    desk.agrees("comments", "2017-03-14", on="2017-02-14 12:00")
    desk.round("2017-02-14 12:30")
    assert "suppressed" in shown(desk, number, "2017-02-14 13:00")


def changes_what_was_told(desk, *, on):
    """Announce the date of the comments to two members, and agree another one then."""
    desk.opens_agreed()
    desk.announces("comments", on="2017-02-10")
    desk.releases(on="2017-02-10")
    desk.round("2017-02-10 12:00")
    desk.agrees("comments", "2017-03-13", on=on)


@pytest.fixture
def changed(desk):
    """A desk on which a change of the comments' date waits for release to two members."""
    changes_what_was_told(desk, on="2017-02-24 08:00")
    desk.round("2017-02-24 08:30")
    return desk


def also_reminds(desk, change, *, earlier=0):
    """Put a held reminder of the same step to the same person into the store, by another channel; return its number."""
    with writing(desk.engine) as session:
        owed = session.scalars(select(Owed).where(Owed.message_id == change)).one()
        kept = {"person_id": owed.person_id, "address": "channel-9"}
        (number,) = identify(session, [f"besides-{change}"])
        message = Message(
            **kept, id=number, kind="rung", chain="hlpf-contribution", cycle_id=1,
            state=State.HELD, due_at=owed.at, planned_at=owed.at, carrier="slack",
        )  # fmt: skip
        session.add(message)
        session.flush()
        told = {"promise": owed.promise - earlier, "rung": "before-7", "message_id": message.id, "at": owed.at}
        session.add(Owed(**kept, **told, deadline_id=owed.deadline_id))
        return message.id


def test_a_reminder_and_a_change_of_one_step_are_pointed_out_and_need_a_second_word(changed):
    change = number_of(changed, A)
    reminder = also_reminds(changed, change)
    notes = {line.number: line.notes for line in listed(changed, person=A)}
    reminds = f"reminds of comments, and message {change} tells the same person that its date has changed"
    assert notes == {
        change: (f"tells a new date of comments, and message {reminder} reminds the same person of it besides",),
        reminder: (reminds,),
    }
    assert reminds in shown(changed, reminder, "2017-02-24 10:00")
    for numbers in ([reminder], [change], [change, reminder]):
        with pytest.raises(Contradictory) as refusal:
            does(changed, "release", *numbers, on="2017-02-24 10:00")
        assert all(str(number) in str(refusal.value) for number in (change, reminder))
    assert does(changed, "release", number_of(changed, B), on="2017-02-24 10:00") == 1  # the others are not held up
    does(changed, "drop", reminder, because="the change says it", on="2017-02-24 10:01")
    assert does(changed, "release", change, on="2017-02-24 10:02") == 1


def test_a_reminder_of_a_date_that_was_changed_since_is_pointed_out(changed):
    change = number_of(changed, A)
    reminder = also_reminds(changed, change, earlier=1)
    does(changed, "drop", change, because="told by telephone", on="2017-02-24 10:00")
    (line,) = listed(changed, person=A)
    assert line.notes == ("reminds of a date of comments that has been changed since",)
    with pytest.raises(Contradictory, match=f"message {reminder} reminds of a date of comments"):
        does(changed, "release", reminder, on="2017-02-24 10:01")


def test_both_may_leave_when_the_officer_says_so(changed):
    change = number_of(changed, A)
    numbers = (change, also_reminds(changed, change))
    assert does(changed, "release", *numbers, anyway=True, on="2017-02-24 10:00") == 2


def test_standing_releases_are_listed_with_those_withdrawn_last(desk):
    desk.allows("annual-report", "rung", on="2017-02-10")
    desk.allows("hlpf-contribution", "change", on="2017-02-11")
    desk.forbids("annual-report", "rung", on="2017-02-12")
    with reading(desk.engine) as session:
        found = reviewing.rules(session)
    assert [(rule.chain, rule.kind, rule.withdrawn_at is None) for rule in found] == [
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


def test_what_a_sender_is_claiming_at_the_same_moment_is_not_held(due):
    """Whoever holds, drops or releases waits for the claim, and then sees that the message is being sent."""
    now = moment("2017-02-24 09:00")
    with writing(due.engine) as session:
        owing.plan_owed(session, now=now)
    number, refusals = number_of(due, A), []

    def hold() -> None:
        try:
            does(due, "hold", number, because="too late", on="2017-02-24 09:00")
        except NotLeaving as refusal:
            refusals.append(str(refusal))

    officer = threading.Thread(target=hold)
    with writing(due.engine) as session:
        assert number in {one.id for one in claiming.claim(session, now=now, clock=now)}
        officer.start()
        officer.join(0.5)
        assert officer.is_alive()
    officer.join(30)
    assert refusals == [
        f"message {number} is sending: only one that is queued, or is to be tried again, can be held"
    ]  # fmt: skip


def test_what_was_dropped_is_put_back_as_it_was_unless_its_reader_hears_otherwise(changed):
    change = number_of(changed, A)
    does(changed, "drop", change, because="a slip", on="2017-02-24 10:00")
    does(changed, "restore", change, because="it was none", on="2017-02-24 10:01")
    assert [line.state for line in listed(changed, person=A)] == ["held"]
    with pytest.raises(NotDropped, match=f"message {change} is held"):
        does(changed, "restore", change, because="again", on="2017-02-24 10:02")
    does(changed, "drop", change, because="a slip", on="2017-02-24 10:03")
    changed.agrees("comments", "2017-03-17", on="2017-02-24 10:04")
    with pytest.raises(ToldOtherwise, match=f"message {change} is not put back: comments was settled or changed since"):
        does(changed, "restore", change, because="too late", on="2017-02-24 10:05")


def test_what_left_is_held_no_more(changed):
    change = number_of(changed, A)
    with changed.acting() as session:
        how = {"now": moment("2017-02-24 10:00"), "by": OFFICER}
        done = do(session, "outbox/release", messages=[change], **how)
    changed.round("2017-02-24 10:15")
    with reading(changed.engine) as session:
        back = undoing(session, done.id, by=Identity(OFFICER), door=Door.CODE, now=moment("2017-02-24 10:20"))
    with pytest.raises(NotLeaving, match=f"message {change} is sent"), changed.acting() as session:
        within(session, back)


@pytest.mark.parametrize("word", ["0", "-1", "999", "99999999999", "²", "x"])
def test_a_message_that_there_is_not_is_refused(changed, word):
    with pytest.raises(NoSuchMessage, match="there is no message"):
        does(changed, "release", word, on="2017-02-24 10:00")
