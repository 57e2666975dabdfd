"""Processes that die, stop, or work at once: nobody is missed, and a copy equals the first to the byte."""

import os
import signal
from datetime import timedelta
from itertools import count

import pytest

from delivery.sender import LINES
from tests.faults import promises
from tests.faults.senders import CONTEXT, is_stopped, orders_for, sender, set_clock
from tests.secretariat import moment
from tests.wait import until

NINE = moment("2017-02-24 09:00")
PAST_THE_LEASE = NINE + timedelta(minutes=20)
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
PHASES = (
    "before the commit of deadline, message, message_identity, owed",  # PLAN
    "before the commit of message",  # CLAIM, wording, FINISH
    "after the commit of message",
    "before MAIL",
    "before DATA",
    "in the middle of a mail",
    "before the answer to a mail",
    "after a 250",
)
IN_EVERY_RUN = ("before the commit of message", "in the middle of a mail", "after a 250")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.both_databases("claims and leases, in several processes"),
]


def test_killed_before_within_and_after_a_mail_nobody_is_missed(due, afresh):
    due.forbids("hlpf-contribution", "reminder", on="2017-02-11")
    due.engine.dispose()
    for phase in IN_EVERY_RUN:
        moments = seen_through(afresh, phase)
        assert moments is not None, phase
        assert nobody_is_missed(*moments) == phase


@pytest.mark.proof("a sender is killed at each of some forty moments, on each database: twenty CPU seconds")
def test_killed_at_any_moment_of_a_round_nobody_is_missed(due, afresh):
    """One mail is due, to the Secretariat; one sender is killed at its first moment, another at its second, and on.

    A line and the hand that writes are at work together: a moment that had another number each time is asked by name.
    """
    due.forbids("hlpf-contribution", "reminder", on="2017-02-11")
    due.engine.dispose()
    seen = set()
    for at in count():
        moments = seen_through(afresh, at)
        if moments is None:
            break
        seen.add(nobody_is_missed(*moments))
    for phase in set(PHASES) - seen:
        moments = seen_through(afresh, phase)
        assert moments is not None, phase
        assert nobody_is_missed(*moments) == phase


def nobody_is_missed(reached, mails, states):
    """Return the moment at which the sender was killed; everyone was told, a copy only where none can be avoided."""
    name = reached[-1]
    assert {mail.recipient for mail in mails} == {FOCAL}, name
    copies = promises.copies(mails)
    assert copies.unequal == 0, name
    assert copies.more <= may_have_left(reached), name
    assert states == ["held", "held", "sent"], name
    return name


@pytest.mark.proof("a fault that is put back, of the kills themselves: it says nothing new of the product")
@pytest.mark.parametrize("phase", ["before MAIL", "before DATA", "in the middle of a mail"])
def test_the_same_kills_catch_a_sender_that_marks_before_it_sends(due, afresh, phase):
    due.forbids("hlpf-contribution", "reminder", on="2017-02-11")
    due.engine.dispose()
    moments = seen_through(afresh, phase, mutant="marks-first")
    assert moments is not None
    _, mails, states = moments
    assert mails == []  # missed, and the store says otherwise
    assert "sent" in states


def may_have_left(reached):
    """Return whether the whole mail was under way, and nothing was committed since."""
    if "before the answer to a mail" not in reached:
        return False
    since = reached[reached.index("before the answer to a mail") :]
    return not any(name.startswith("after the commit") for name in since)


def seen_through(afresh, at, **how):
    """Return the moments until a sender was killed, and mails and states once another one did what was left.

    None when its round came to its end before.
    """
    with afresh() as desk:
        orders = orders_for(desk.settings, NINE, desk.home, stop_at=at, **how)
        process = sender(orders)
        process.join(240)
        if process.exitcode == 0:
            return None
        assert process.exitcode == -signal.SIGKILL
        desk.clock = PAST_THE_LEASE
        desk.round(PAST_THE_LEASE)
        return orders.reached(), list(desk.sink.mails), sorted(desk.states())


@pytest.mark.few(1, "stopped at another moment")
@pytest.mark.parametrize("phase", ["after the commit of message", "before MAIL", "before the answer to a mail"])
def test_a_sender_stopped_past_its_lease_is_fenced_when_it_wakes(due, phase):
    orders = orders_for(due.settings, NINE, due.home, stop_at=phase, stop_with=signal.SIGSTOP)
    sleeper = sender(orders)
    until(lambda: is_stopped(sleeper))
    set_clock(orders.clock, PAST_THE_LEASE)
    due.clock = PAST_THE_LEASE
    due.round(PAST_THE_LEASE)
    assert sorted({mail.recipient for mail in due.sink.mails}) == [A, B, FOCAL]
    finished = facts(due)
    os.kill(sleeper.pid, signal.SIGCONT)
    sleeper.join(240)
    assert sleeper.exitcode == 0
    assert facts(due) == finished  # no second finish
    copies = promises.copies(due.sink.mails)
    assert copies.unequal == 0
    assert copies.more <= (0 if phase == "after the commit of message" else LINES)  # asked before it was stopped


def test_two_planners_and_two_senders_at_once_tell_everyone_once(due):
    crowd = [f"delegate{number}@state.example" for number in range(40)]
    for address in crowd:
        due.knows(address, address, "membership")
    gate = CONTEXT.Barrier(4)
    four = [
        sender(orders_for(due.settings, NINE, due.home, diary=due.home / f"diary-{number}"), gate)
        for number in range(4)
    ]
    for process in four:
        process.join(240)
    assert [process.exitcode for process in four] == [0, 0, 0, 0]
    due.round(NINE)
    assert sorted(mail.recipient for mail in due.sink.mails) == sorted([FOCAL, A, B, *crowd])
    assert set(due.states()) == {"sent"}


def facts(desk):
    return [(message.state, message.token, message.sent_at, message.tries) for message in desk.messages()]
