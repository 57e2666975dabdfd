"""A sender that is killed in the middle of its work: forked from a server that has everything imported."""

from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess

from actions import delivering, finishing
from actions.rounds import run_round
from actions.settings import Settings
from models.engine import make_engine, writing
from notifications.channels.outcome import Phase, judge
from tests.desk import Desk

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.actions.killed"])


def sender(settings: Settings, now: datetime, clock: datetime, marks_first: bool = False) -> ForkServerProcess:
    """Return a started process that runs one round; whoever started it may kill it at any point."""
    process = CONTEXT.Process(target=_run, args=(settings, now, clock, marks_first))
    process.start()
    return process


def _run(settings: Settings, now: datetime, clock: datetime, marks_first: bool) -> None:
    if marks_first:
        delivering.Delivery.send = _mark_then_send
    run_round(make_engine(settings.database_url), settings, now=now, clock=lambda: clock)


def _mark_then_send(delivery, one):
    """The mutant: what a loss test must catch."""
    taken = judge(Phase.REPLY, 250, "not yet")
    with writing(delivery.engine) as session:
        finishing.finish(session, [(one.message, taken)], now=delivery.now, clock=delivery.clock())
    return delivery.channels.mail(delivery.settings.mail_from, one.target, one.data)


def settings_of(desk: Desk) -> Settings:
    """Return the settings of a sender at that desk."""
    return replace(desk.settings, base_url=None)
