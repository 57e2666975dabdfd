"""A sender that is killed in the middle of its work: forked from a server that has everything imported."""

from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from actions import claiming, delivering
from actions.rounds import run_round
from actions.settings import Settings
from models.engine import make_engine, writing
from notifications.channels.outcome import Phase, judge

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.actions.killed"])


def sender(settings: Settings, now: datetime, clock: datetime, marks_first: bool = False) -> ForkServerProcess:
    """Return a started process that runs one round; whoever started it may kill it at any point."""
    process = CONTEXT.Process(target=_run, args=(settings, now, clock, marks_first))
    process.start()
    return process


def _run(settings: Settings, now: datetime, clock: datetime, marks_first: bool) -> None:
    if marks_first:
        delivering._deliver_one = _mark_then_send
    run_round(make_engine(settings.database_url), settings, now=now, clock=lambda: clock)


def _mark_then_send(engine, channels, settings, one, *, now, clock):
    """The mutant: what a loss test must catch."""
    with writing(engine) as session:
        claiming.finish(session, one.message, judge(Phase.REPLY, 250, "not yet"), now=now, clock=clock())
    channels.mail(settings.mail_from, one.target, one.data)
    return delivering.Delivered(sent=1)


def settings_of(database_url: str, mail_url: str) -> Settings:
    """Return the settings of a sender."""
    return Settings(
        home=Path(),
        database_url=database_url,
        mail_url=mail_url,
        mail_from="council@council.example",
        base_url=None,
        office="Council secretariat",
        officer=None,
    )
