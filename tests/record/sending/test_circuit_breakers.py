"""A server that fails is left alone and then tried by one message; nobody's own ladder pays for it."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from delivery import claims as claims_
from delivery import outcomes
from delivery.sender import LINES
from models.engine import reading, writing
from models.outbox import Message, Owed, State
from models.sending_state import Breaker
from notifications.channels.outcome import Phase, Result, judge
from record.sending.circuit_breakers import FAULTS, note, rest, shut
from tests.beginnings import once
from tests.secretariat import moment
from tests.sink import Mood

NINE = moment("2017-02-24 09:00")
FAULT, WELL = judge(Phase.CONNECT, None, "not reached"), judge(Phase.REPLY, 250, "taken")


@pytest.fixture
def crowd(desk):
    """Forty members and the focal point are due on the morning of 24 February."""
    once(desk.engine, desk.home, "crowd of record/sending/test_circuit_breakers.py", partial(_crowd, desk))
    return desk


def _crowd(desk):
    for number in range(38):
        desk.knows(f"Delegate {number}", f"d{number}@state.example", "membership")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")


def at(desk, clock):
    """Run a round with the real clock at that hour, and return what became of the messages."""
    desk.clock = moment(clock)
    return desk.round(clock).delivered


def breaker(desk):
    with reading(desk.engine) as session:
        return session.scalar(select(Breaker))


@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_a_server_that_fails_is_tried_a_few_times_and_not_message_by_message(crowd):
    crowd.sink.mood = Mood(greeting="421 busy")
    done = at(crowd, "2017-02-24 09:00")
    tries = crowd.sink.connections
    assert FAULTS <= tries <= FAULTS + 2 * LINES  # what was on a line when it opened is tried all the same
    assert done.retry == tries
    assert done.postponed == 41 - tries
    assert set(crowd.states()) == {"queued", "retry"}
    assert {message.tries for message in crowd.messages()} == {0}
    assert {message.first_try_at for message in crowd.messages()} == {None}
    at(crowd, "2017-02-24 09:00")
    assert crowd.sink.connections == tries  # it rests


def test_after_its_rest_one_message_goes_and_when_it_is_taken_all_go(crowd):
    crowd.sink.mood = Mood(greeting="421 busy")
    at(crowd, "2017-02-24 09:00")
    tries = crowd.sink.connections
    for minutes in (5, 20, 40):
        before = breaker(crowd).open_until
        at(crowd, f"2017-02-24 09:{minutes:02}")
        assert crowd.sink.connections == (tries := tries + 1)
        assert breaker(crowd).open_until > before
    crowd.sink.mood = Mood()
    done = at(crowd, "2017-02-24 10:00")
    assert done.sent == 41
    assert (breaker(crowd).faults, breaker(crowd).open_until) == (0, None)


def test_a_rest_that_a_clock_far_ahead_has_written_is_over(crowd):
    crowd.sink.mood = Mood(sender="550 not from you")
    at(crowd, "2017-02-24 09:00")
    with writing(crowd.engine) as session:
        session.execute(update(Breaker).values(open_until=moment("2017-03-06 09:00")))
    crowd.sink.mood = Mood()
    assert at(crowd, "2017-02-24 09:20").sent == 41
    assert breaker(crowd).open_until is None


def test_a_server_that_was_down_for_three_days_costs_no_message_its_life(crowd):
    crowd.sink.mood = Mood(sender="550 not from you")
    for day in (24, 27, 28):
        at(crowd, f"2017-02-{day} 09:00")
    crowd.sink.mood = Mood()
    at(crowd, "2017-02-28 10:00")
    at(crowd, "2017-02-28 10:15")
    assert set(crowd.states()) <= {"sent", "superseded", "suppressed"}
    assert "sent" in crowd.states()


def test_one_server_resting_keeps_no_other_from_getting_its_messages(crowd):
    with writing(crowd.engine) as session:
        note(session, "slack", [FAULT] * FAULTS, clock=NINE)
    assert at(crowd, "2017-02-24 09:00").sent == 41


def test_a_server_that_never_says_whether_it_took_a_message_rests_as_well(crowd):
    crowd.sink.mood = Mood(reply="drop")
    done = at(crowd, "2017-02-24 09:00")
    assert FAULTS <= done.unknown <= FAULTS + 3
    assert len(crowd.sink.mails) == done.unknown


def test_faults_are_counted_in_a_row(engine):
    with writing(engine) as session:
        assert not note(session, "email", [FAULT, FAULT], clock=NINE)
        assert not note(session, "email", [WELL], clock=NINE)
        assert not note(session, "email", [FAULT, WELL, FAULT, FAULT], clock=NINE)
        assert note(session, "email", [FAULT], clock=NINE)
        assert shut(session, NINE).resting == ("email",)
        assert shut(session, NINE + timedelta(minutes=2)).rested == ("email",)
    assert [round(rest(n) / timedelta(minutes=1)) for n in (3, 4, 5)] == pytest.approx([1, 2, 4], abs=1)
    assert rest(50) <= timedelta(minutes=17)


@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_two_senders_send_one_probe(crowd):
    crowd.sink.mood = Mood(greeting="421 busy")
    at(crowd, "2017-02-24 09:00")
    before, gate = crowd.sink.connections, threading.Barrier(2)
    taken = []

    def claims():
        gate.wait()
        with writing(crowd.engine) as session:
            taken.append(claims_.claim(session, now=NINE, clock=NINE + timedelta(minutes=5)))

    threads = [threading.Thread(target=claims) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, taken)) == [0, 1]
    assert crowd.sink.connections == before


def claimed(desk, clock=NINE):
    """Claim one message, and return it."""
    with writing(desk.engine) as session:
        ((number, _),) = claims_.claim(session, now=clock, clock=clock, limit=1)
    return next(message for message in desk.messages() if message.id == number)


def finished(desk, message, outcome, clock=NINE):
    with writing(desk.engine) as session:
        count = outcomes.finish(session, [(message, outcome)], now=clock, clock=clock)
    assert count == 1
    return next(row for row in desk.messages() if row.id == message.id)


@pytest.fixture
def planned(desk):
    """One message waits: the focal point's, of 10 February."""
    from reminders import reminder_plan

    desk.opens_agreed()
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-10 09:00"))
    return desk


def test_refusals_wait_twice_as_long_each_time_and_only_age_kills(planned):
    clock, waits = NINE, []
    while True:
        message = finished(planned, claimed(planned, clock), judge(Phase.RECIPIENT, 451, "later"), clock)
        if message.state is State.DEAD:
            break
        waits.append(round((message.retry_at - clock) / timedelta(minutes=1)))
        clock = message.retry_at
    assert waits[:4] == pytest.approx([1, 2, 4, 8], rel=0.2, abs=0.6)
    assert max(waits) <= 264
    assert timedelta(hours=48) <= clock - NINE < timedelta(hours=53)
    assert "given up after two days: later" in message.detail


@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_what_was_never_answered_is_sent_three_times_at_most_then_it_is_a_task(planned):
    clock, states = NINE, []
    for _ in range(3):
        message = finished(planned, claimed(planned, clock), judge(Phase.REPLY, None, "silence"), clock)
        states.append(str(message.state))
        assert message.retry_at - clock >= timedelta(minutes=15)
        clock = message.retry_at
    assert states == ["unknown", "unknown", "dead"]
    assert "3 times" in message.detail
    assert "ask its reader" in message.detail


def test_a_copy_of_what_may_have_arrived_stays_equal_whatever_happens_in_between(crowd):
    crowd.sink.mood = Mood(reply="drop")
    at(crowd, "2017-02-24 09:00")
    first = {mail.message_id: mail.data for mail in crowd.sink.mails}
    crowd.sink.mood = Mood(data="451 later")
    at(crowd, "2017-02-24 09:20")  # refused before anything left: by itself it would be worded anew
    crowd.sink.mood = Mood()
    at(crowd, "2017-02-24 17:00")
    copies = {mail.message_id: mail.data for mail in crowd.sink.mails if mail.message_id in first}
    assert copies == first
    assert len(crowd.sink.mails) == 41 + len(first)


def test_a_date_that_may_have_been_told_is_corrected(planned):
    clock = moment("2017-02-10 09:00")
    for _ in range(3):
        message = finished(planned, claimed(planned, clock), judge(Phase.REPLY, None, "silence"), clock)
        clock = message.retry_at
    assert message.state is State.DEAD
    planned.agrees("revised-draft", "2017-03-01", on="2017-02-13")
    assert any("New date" in line for line in planned.at("2017-02-13 13:00"))


@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_an_outcome_that_comes_too_late_is_fenced(planned):
    first = claimed(planned)
    second = claimed(planned, NINE + timedelta(minutes=16))
    assert first.id == second.id
    with writing(planned.engine) as session:
        assert outcomes.finish(session, [(first, WELL)], now=NINE, clock=NINE) == 0
    assert planned.states() == ["sending"]
    assert finished(planned, second, WELL).state is State.SENT
    assert judge(Phase.REPLY, 250, "").result is Result.SENT


@pytest.mark.proof_on_postgresql("two CPU seconds; other claims of a probe are told there")
@pytest.mark.both_databases("claims: SKIP LOCKED is PostgreSQL's")
def test_a_probe_that_was_withdrawn_is_given_back_and_another_message_is_tried(crowd):
    """Three mails get no answer, their step is waived, and the server is well again: the next true one is the probe."""
    crowd.knows("Archivist", "archive@itu.example", "secretariat", digest="each")
    crowd.sink.mood = Mood(reply="drop")
    at(crowd, "2017-02-24 09:00")
    unknown = [message for message in crowd.messages() if message.state is State.UNKNOWN]
    with writing(crowd.engine) as session:  # as if their words had come undone after the claim
        session.execute(
            update(Owed).where(Owed.message_id.in_([unanswered.id for unanswered in unknown])).values(promise=0)
        )
    crowd.sink.mood = Mood()
    at(crowd, "2017-02-24 09:30")
    states = crowd.states()
    assert states.count("suppressed") == len(unknown)
    assert states.count("sent") == len(states) - len(unknown)


@pytest.mark.parametrize("state", [State.SENDING, State.RETRY, State.UNKNOWN])
def test_what_a_clock_far_ahead_has_written_blocks_no_message(planned, state):
    """A sender whose clock was ten days ahead died with this message, or put it off; nobody's lease is so long."""
    far = NINE + timedelta(days=10)
    with writing(planned.engine) as session:
        session.execute(update(Message).values(state=state, token="gone", lease_until=far, retry_at=far))
    assert claimed(planned).token != "gone"


@pytest.mark.parametrize(("state", "minutes"), [(State.SENDING, 16), (State.RETRY, 263), (State.UNKNOWN, 16)])
def test_a_lease_or_a_pause_that_may_be_genuine_is_kept(planned, state, minutes):
    later = NINE + timedelta(minutes=minutes)
    with writing(planned.engine) as session:
        session.execute(update(Message).values(state=state, token="live", lease_until=later, retry_at=later))
        assert claims_.claim(session, now=NINE, clock=NINE) == []
