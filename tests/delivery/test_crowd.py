"""Thousands of members of one announcement: every one told once, by two senders at once, in a bounded memory."""

import resource
import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from delivery import sender
from delivery.channels import carriers
from models.engine import make_engine, reading
from models.outbox import Message
from notifications.rehearsal_server import Sink
from tests.crowd import ANNOUNCED, announced

PROOF = pytest.mark.proof("ten thousand mails take a minute of CPU")


def deliver(database_url, settings, mail_url, deliveries):
    """Deliver all that is due, on connections of its own, and keep what was sent."""
    engine = make_engine(database_url)
    with carriers(mail_url, settings) as channels:
        deliveries.append(sender.deliver(engine, channels, settings, now=ANNOUNCED, clock=lambda: ANNOUNCED))
    engine.dispose()


class CountingSink(Sink):
    """Keeps who was told what, not the mails."""

    def __init__(self):
        self.told = Counter()
        super().__init__()

    def keep(self, sender, recipient, data):
        self.told[recipient] += 1


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("members", [300, pytest.param(10_000, marks=PROOF)])
def test_everyone_is_told_once(members):
    with CountingSink() as sink, announced(members) as (engine, settings):
        url, deliveries = engine.url.render_as_string(hide_password=False), []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        senders = [threading.Thread(target=deliver, args=(url, settings, sink.url, deliveries)) for _ in range(2)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # KiB
        with reading(engine) as session:
            states = dict(session.execute(select(Message.state, func.count()).group_by(Message.state)).all())
    assert sum(done.sent for done in deliveries) == members
    assert states == {"sent": members}
    assert len(sink.told) == members
    assert set(sink.told.values()) == {1}
    assert grown < 100 * 1024
