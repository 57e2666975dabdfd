"""What waits to be told to automations: one relay at a time takes it, in the order of the acts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from models.engine import reading, writing
from models.events import Event
from planning.clock import utc_now
from record import event_queue
from tests.record.test_events import ON, told
from tests.secretariat import Desk

pytestmark = pytest.mark.both_databases("claims: the relay takes events as senders take messages")


def claims(desk: Desk, clock: datetime) -> list[Event]:
    with writing(desk.engine) as session:
        return list(event_queue.claim(session, clock=clock))


def test_one_relay_at_a_time_takes_what_waits_in_the_order_of_the_acts(desk: Desk) -> None:
    desk.opens_set()
    now = utc_now()
    taken = claims(desk, now)
    assert [event.id for event in taken] == [event.id for event in told(desk)]
    desk.waives("comments", on=ON)
    assert claims(desk, now) == []  # the newest one waits for those before it
    assert claims(desk, now + event_queue.LEASE - timedelta(seconds=1)) == []
    with writing(desk.engine) as session:
        event_queue.finish(session, taken, clock=now)
    (left,) = claims(desk, now)
    assert left.name == "council.deadline.waived"
    with writing(desk.engine) as session:
        event_queue.give_back(session, [left])
    assert [event.id for event in claims(desk, now)] == [left.id]
    assert [event.id for event in claims(desk, now + event_queue.LEASE)] == [left.id]  # its relay has died


def test_of_two_relays_at_the_same_moment_one_takes_all_and_the_other_nothing(desk: Desk) -> None:
    desk.opens_set()
    now, begun = utc_now(), Barrier(2, timeout=60)

    def take(_: int) -> int:
        with writing(desk.engine) as session:
            if desk.engine.dialect.name == "postgresql":
                session.connection()
                begun.wait()  # both are in their transactions; on SQLite the second could not begin its own
            return len(event_queue.claim(session, clock=now))

    with ThreadPoolExecutor(2) as relays:
        assert sorted(relays.map(take, range(2))) == [0, 5]


def test_what_is_older_than_a_day_is_not_told_any_more_and_goes_after_thirty_days(desk: Desk) -> None:
    desk.opens_set()
    events, now = told(desk), utc_now()
    first = events[0].at
    with reading(desk.engine) as session:
        assert event_queue.backlog(session, clock=now) == event_queue.Backlog(5, first)
        assert event_queue.is_waiting(session, clock=first + event_queue.STALE - timedelta(seconds=1))
        assert not event_queue.is_waiting(session, clock=events[-1].at + event_queue.STALE)
    assert claims(desk, events[-1].at + event_queue.STALE) == []

    desk.clock = first + event_queue.KEPT
    desk.turn("2017-02-10 09:00")
    assert len(told(desk)) == 5
    desk.clock = events[-1].at + event_queue.KEPT + timedelta(seconds=1)
    desk.turn("2017-02-10 09:00")
    assert told(desk) == []


def test_a_batch_is_bounded(desk: Desk) -> None:
    with writing(desk.engine) as session:
        session.add_all(
            Event(name="council.item.done", subject=f"council.item.{n}", title=None, labels={}, at=utc_now(), act="a")
            for n in range(event_queue.BATCH + 1)
        )
    assert len(claims(desk, utc_now())) == event_queue.BATCH
