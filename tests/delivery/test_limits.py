"""Delivery at its limits: the last minute of a lease, the forty-eighth hour, the first byte that has left."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from delivery import claims, outcomes
from models.engine import reading, writing
from models.outbox import Message
from notifications.channels.outcome import Outcome, Phase, Result
from tests.delivery.test_delivery import claims_and_dies
from tests.secretariat import moment
from tests.sink import Mood


@pytest.fixture
def due(desk):
    """A desk on the morning of 24 February: three messages are due."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    return desk


@pytest.mark.parametrize(("seconds", "state"), [(-1, "retry"), (0, "dead")])
def test_a_message_is_given_up_at_forty_eight_hours_and_not_a_second_before(due, seconds, state):
    due.sink.mood = Mood(data="451 later")
    due.round("2017-02-24 09:00")
    due.clock = moment("2017-02-24 09:00") + timedelta(hours=48, seconds=seconds)
    due.round("2017-02-24 09:00")
    assert set(due.states()) == {state}


@pytest.mark.parametrize(("seconds", "count"), [(13 * 60 + 59, 3), (14 * 60, 0), (15 * 60, 0)])
def test_a_sender_begins_nothing_in_the_last_minute_of_its_lease(due, seconds, count):
    claims_and_dies(due)
    with reading(due.engine) as session:
        clock = moment("2017-02-24 09:00") + timedelta(seconds=seconds)
        standing = claims.standing(session, due.messages(), clock)
    assert (len(standing.true), len(standing.untrue)) == (count, 0)


@pytest.mark.parametrize("phase", Phase)
def test_the_words_of_a_message_stay_once_a_part_of_it_has_left(due, phase):
    claims_and_dies(due)
    with writing(due.engine) as session:
        session.execute(update(Message).values(frozen=b"as it leaves"))
    outcome = Outcome(Result.RETRY, phase, None, "cut off")
    with writing(due.engine) as session:
        now = moment("2017-02-24 09:01")
        assert outcomes.finish(session, [(each, outcome) for each in due.messages()], now=now, clock=now) == 3
    has_begun_to_leave = phase in (Phase.BODY, Phase.REPLY)
    assert {message.frozen for message in due.messages()} == {b"as it leaves" if has_begun_to_leave else None}
