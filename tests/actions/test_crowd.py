"""Ten thousand members of one announcement: every one told once, by two senders at once, in a bounded memory."""

import resource
from collections import Counter
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select

from actions import delivering
from actions.rounds import carriers
from models.engine import make_engine, reading
from models.outbox import Message
from notifications.sink import Sink
from tests.crowd import ANNOUNCED, announced

CROWD = 10_000
CONTEXT = get_context("spawn")


def deliver(database_url, settings, mail_url, told):
    """Deliver all that is due, and tell how much memory that took, in KiB, and what was sent."""
    engine = make_engine(database_url)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with carriers(mail_url, settings.webhook_hosts) as channels:
        done = delivering.deliver(engine, channels, settings, now=ANNOUNCED, clock=lambda: ANNOUNCED)
    told.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, done))


class CountingSink(Sink):
    """Keeps who was told what, not the mails."""

    def __init__(self):
        self.told = Counter()
        super().__init__()

    def keep(self, sender, recipient, data):
        self.told[recipient] += 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_everyone_is_told_once():
    with CountingSink() as sink, announced(CROWD) as (engine, settings):
        told = CONTEXT.Queue()
        url = engine.url.render_as_string(hide_password=False)
        senders = [CONTEXT.Process(target=deliver, args=(url, settings, sink.url, told)) for _ in range(2)]
        for sender in senders:
            sender.start()
        found = [told.get(timeout=800) for _ in senders]
        for sender in senders:
            sender.join()
        with reading(engine) as session:
            states = dict(session.execute(select(Message.state, func.count()).group_by(Message.state)).all())
    assert sum(done.sent for _, done in found) == CROWD
    assert states == {"sent": CROWD}
    assert len(sink.told) == CROWD
    assert set(sink.told.values()) == {1}
    assert all(grown < 100 * 1024 for grown, _ in found)
