"""A round that several processes send: shares of it, and one limit of connections for all of them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from delivery import sender
from delivery.channels import carriers
from delivery.sender import LINES, Delivered
from models.engine import make_engine, reading, writing
from models.sending_state import Connection
from record.sending import connections
from record.sending.connections import LEASE, Held
from record.settings import Settings
from tests.crowd import ANNOUNCED, announced
from tests.sink import MisbehavingSink, Mood

NINE = datetime.fromisoformat("2017-02-10T09:00:00+00:00")


class Busy(MisbehavingSink):
    """A sink that takes its time, and knows how many mails it dealt with at once."""

    mood = Mood(thinks=0.01)

    def __init__(self, takes: float = 0.01) -> None:
        self._counting, self.now, self.most, self._takes = threading.Lock(), 0, 0, takes
        super().__init__()

    def at_recipient(self, recipient: str) -> None:  # type: ignore[override]  # the hook as a method
        with self._counting:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self._takes)  # a mail takes a moment, so that several are under way at once
        with self._counting:
            self.now -= 1


def deliver(engine: Engine, settings: Settings) -> Delivered:
    """Deliver all that is due, as a process of its own does."""
    own = make_engine(engine.url.render_as_string(hide_password=False))
    with carriers(settings.mail_url or "", settings) as channels:
        done = sender.deliver(own, channels, settings, now=ANNOUNCED, clock=lambda: ANNOUNCED)
    own.dispose()
    return done


def test_two_senders_at_once_have_no_more_connections_than_the_limit_of_all() -> None:
    with Busy() as sink, announced(250) as (engine, bare):
        settings = replace(bare, mail_url=sink.url, mail_connections=4)
        with ThreadPoolExecutor(2) as both:
            done = list(both.map(lambda _: deliver(engine, settings), range(2)))
        with reading(engine) as session:
            held = [row.token for row in session.query(Connection)]
    assert sum(each.sent for each in done) == len(sink.mails) == 250
    assert all(each.sent for each in done)
    assert 1 < sink.most <= 4
    assert held == [None] * 4


def test_without_a_limit_each_sender_has_three_and_the_store_is_not_asked() -> None:
    with Busy(takes=0.1) as sink, announced(20) as (engine, bare):
        assert deliver(engine, replace(bare, mail_url=sink.url)).sent == 20
        with reading(engine) as session:
            assert session.query(Connection).count() == 0
    assert sink.most == LINES


def test_what_a_dead_sender_held_is_free_after_its_lease_and_not_before() -> None:
    with Busy() as sink, announced(5) as (engine, bare):
        settings = replace(bare, mail_url=sink.url, mail_connections=3)
        dead = connections.held(engine, 3, 3, lambda: ANNOUNCED - LEASE + timedelta(seconds=1))
        assert dead.__enter__().count == 3  # and never left
        assert deliver(engine, settings) == Delivered()
        with writing(engine) as session:
            session.query(Connection).update({Connection.held_until: ANNOUNCED})
        assert deliver(engine, settings).sent == 5


def test_a_sender_that_was_stopped_and_lost_its_connections_sends_no_more() -> None:
    with Busy() as sink, announced(60) as (engine, bare):
        settings, clock = replace(bare, mail_url=sink.url, mail_connections=3), ANNOUNCED

        def sleep() -> None:  # once: its clock runs on beyond the lease, and another has its connections
            nonlocal clock
            clock = ANNOUNCED + LEASE
            with writing(engine) as session:
                session.query(Connection).update({Connection.token: "another"})

        sink.meanwhile = sleep
        with carriers(sink.url, settings) as channels:
            done = sender.deliver(engine, channels, settings, now=ANNOUNCED, clock=lambda: clock)
        assert 0 < done.sent < 60
        assert done.sent + done.postponed == 60
        with reading(engine) as session:
            assert {row.token for row in session.query(Connection)} == {"another"}
            assert sender.waiting(session, ANNOUNCED) == done.postponed


@pytest.mark.both_databases("senders take connections at once, and count the rows that they changed")
def test_two_at_once_take_different_ones_and_a_lease_is_renewed(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as at_once:
        several = [connections.held(engine, 5, 2, lambda: NINE) for _ in range(4)]
        taken = list(at_once.map(lambda each: each.__enter__(), several))
    assert sum(each.count for each in taken) == 5
    with reading(engine) as session:
        rows = [(row.number, row.held_until) for row in session.query(Connection).order_by(Connection.number)]
    assert rows == [(number, NINE + LEASE) for number in range(1, 6)]
    first = next(each for each in taken if each.count == 2)
    later = NINE + timedelta(minutes=3)
    with writing(engine) as session:
        assert first.renew(session, later)
    with connections.held(engine, 5, 5, lambda: NINE + LEASE) as rest:
        assert rest.count == 3
        with writing(engine) as session:
            assert first.renew(session, later + timedelta(minutes=3))
            assert not Held(1, "of nobody", NINE + LEASE).renew(session, later + timedelta(minutes=3))
    for each in several:
        each.__exit__(None, None, None)
    with connections.held(engine, 5, 9, lambda: NINE) as every:
        assert every.count == 5


@pytest.mark.few(3, "the same division of other numbers")
@pytest.mark.parametrize(
    ("connections_", "due", "expected"),
    [(None, 60, 1), (3, 60, 1), (6, 3, 1), (9, 450, 3), (6, 450, 2), (4, 450, 2), (60, 450, 3), (60, 0, 0)],
)
def test_a_round_falls_into_a_share_for_each_batch_and_three_connections(
    connections_: int | None, due: int, expected: int
) -> None:
    with announced(due or 1) as (engine, bare), reading(engine) as session:
        now = ANNOUNCED if due else ANNOUNCED - timedelta(days=1)
        assert sender.shares(session, replace(bare, mail_connections=connections_), now) == expected
