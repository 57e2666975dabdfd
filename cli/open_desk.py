"""The desk left open at the end of `make run`: on the store that was played, by its own clock, until Ctrl-C.

Without somebody at a terminal nothing is served: `make run` ends by itself then.
"""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

import click
from sqlalchemy import Engine

from delivery import rounds
from kernel.runner import do
from models.engine import writing
from models.transactions import TryAgain
from planning.clock import utc_now
from record import journal
from record.settings import Settings

USUAL_PORT = 8000
ROUND_EVERY = 20  # seconds: what is approved at the desk leaves about so long after its ten minutes


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that is open: the store behind it, and what its clock says."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    port: int


def is_somebody_there() -> bool:
    """Return whether a person sits at the terminal; a pipe, a job of CI or a log is nobody."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def clock_from(start: datetime) -> Callable[[], datetime]:
    """Return a clock that says `start` now, and goes on from there."""
    began = utc_now()
    return lambda: start + (utc_now() - began)


def leave_open(engine: Engine, settings: Settings, person: str, clock: Callable[[], datetime]) -> None:
    """Serve the desk until Ctrl-C, if somebody is there: print the link by which `person` enters, and send letters."""
    if not is_somebody_there():
        return
    with served(engine, settings, clock) as desk, interrupts() as interrupted:
        click.echo(f"\nThe desk is open, and its clock says {clock():%d %B %Y}. {person} enters it by this link, once:")
        click.echo(f"  {link(desk, person)}")
        click.echo(f"Members read:  http://127.0.0.1:{desk.port}/subscribe")
        click.echo("Letters that are approved leave into the folder above. Stop with Ctrl-C.")
        while not said_within(ROUND_EVERY, interrupted):
            send(desk)


@contextmanager
def interrupts() -> Iterator["SimpleQueue[int]"]:
    """Yield a queue that gets a word at Ctrl-C, which so breaks off no round that is under way; a second one does."""
    said: SimpleQueue[int] = SimpleQueue()  # a handler may put into it whatever it interrupts

    def say(number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        said.put(number)

    before = signal.signal(signal.SIGINT, say)
    try:
        yield said
    finally:
        signal.signal(signal.SIGINT, before)


def said_within(seconds: float, words: "SimpleQueue[int]") -> bool:
    """Wait for a word, and return whether one came."""
    with suppress(Empty):
        words.get(timeout=seconds)
        return True
    return False


def link(desk: Opened, person: str) -> str:
    """Return a new link by which a person chooses a password, and enters as administrator."""
    now = desk.clock()
    with journal.by_clock(desk.clock), writing(desk.engine) as session:
        invited = do(session, "account/invite", person=person, holds="administrator", now=now, by=person)
    return f"http://127.0.0.1:{desk.port}{invited.secret['link']}"


def send(desk: Opened) -> None:
    """Run one round; where somebody acts just now, the next one is early enough."""
    with journal.by_clock(desk.clock), suppress(TryAgain):
        rounds.turn(desk.engine, desk.settings, now=desk.clock(), clock=desk.clock)


@contextmanager
def served(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> Iterator[Opened]:
    """Yield the desk while this program serves it, for this machine alone."""
    import uvicorn

    from web.app import create_app
    from web.connections import USUAL, options

    app = _by_clock(create_app(engine, settings, clock=clock), clock)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    listening = _listening()
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2, **options(USUAL))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield Opened(engine, settings, clock, listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def _listening() -> socket.socket:
    """Return a socket at the usual port, or at a free one where that is taken; whoever connects at once waits."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", USUAL_PORT))
    except OSError:
        listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


def _by_clock(app: Any, clock: Callable[[], datetime]) -> Any:
    """Return the application, whose acts the journal dates by this clock: the store may be of years to come."""

    async def played(scope: Any, receive: Any, send: Any) -> None:
        with journal.by_clock(clock):
            await app(scope, receive, send)

    return played
