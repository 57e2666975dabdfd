"""kill -9 in mid-send, twenty times over: nobody is missed, and a copy equals the first to the byte."""

import random
import signal
from datetime import timedelta

import pytest

from tests.actions.killed import sender, settings_of
from tests.desk import moment
from tests.sink import Mood

DELEGATES = [f"delegate{number}@state.example" for number in range(100)]


EVERYBODY = {*DELEGATES, "a@state.example", "b@state.example", "focal@itu.example"}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_twenty_kills_lose_nobody(desk):
    _kill_twenty_times(desk, marks_first=False)
    assert {mail.recipient for mail in desk.sink.mails} >= EVERYBODY
    copies = {}
    for mail in desk.sink.mails:
        copies.setdefault(mail.message_id, set()).add(mail.data)
    assert {len(found) for found in copies.values()} == {1}
    assert set(desk.states()) == {"sent"}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_same_kills_catch_a_sender_that_marks_before_it_sends(desk):
    _kill_twenty_times(desk, marks_first=True)
    assert not {mail.recipient for mail in desk.sink.mails} >= EVERYBODY


def _kill_twenty_times(desk, *, marks_first):
    """Kill twenty senders, each a moment after the first mail of its own has arrived; then let one finish the work."""
    for address in DELEGATES:
        desk.knows(address, address, "membership")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "rung", on="2017-02-10")
    desk.sink.mood = Mood(thinks=0.1)
    now = clock = moment("2017-02-24 09:00")
    dice = random.Random(1332)
    for _ in range(20):
        process = sender(settings_of(desk), now, clock, marks_first)
        _kill_in_mid_send(desk, process, dice.uniform(0.0, 0.06))
        assert process.exitcode == -signal.SIGKILL
        clock += timedelta(minutes=20)  # past the lease of the one that died
    last = sender(settings_of(desk), now, clock, marks_first)
    last.join(60)
    assert last.exitcode == 0


def _kill_in_mid_send(desk, process, later):
    before = len(desk.sink.mails)
    while len(desk.sink.mails) == before:
        process.join(0.002)
        assert process.is_alive(), "the sender had nothing left to send"
    process.join(later)
    process.kill()
    process.join()
