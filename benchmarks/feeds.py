"""Rows 10 and 11: a poller's 304 against a bare one, and a feed rebuilt after one change against rendering it whole.

    python -m benchmarks.feeds

nginx comes from the system (`apt-get install nginx-light`); without it its figure beside row 10 is left out. The client
is the same for all servers: one keep-alive connection, each asked with the tag that it gave. The bare one is asked for
the same path, and answers as many bytes. They are asked in turn, a fraction of a second each, so that a machine that
is now fast and now slow is so for all. Row 11 leaves out gzip, on both sides.

In row 10 client and servers share one processor. They answer one another in turn, so that a second one would never work
beside the first; and waking a process on another processor of a virtual machine takes longer than a whole answer: left
to the scheduler, which places the one server so and the other not, the same code gave 0.20 and 0.79 within a second.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine

from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from benchmarks.ratios import Row
from calendars.entry import Entry
from calendars.render import component_of
from feeds import selected
from feeds.entries import Look, deadline_entry
from feeds.feed_cache import Shelf
from feeds.selected import Wanted
from feeds.selection import Selection
from kernel.runner import do
from models.engine import make_engine, reading, writing
from models.people import Person, Role
from models.schema import upgrade
from models.store import public_id, the_store
from planning.chain import Anchor, Chain, Step
from planning.window import day
from record import journal
from record.settings import Settings

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
RUNS, EVENTS, STEPS, ASKS = 61, 200, 20, 500
CHAIN = Chain(
    "bench", 1, "A chain to measure with", "none",
    (Anchor("un-deadline", "an outside day", outside=True),),
    tuple(Step(f"step-{n}", f"Step {n} of the chain", due="on un-deadline") for n in range(STEPS)),
)  # fmt: skip


def filled(folder: Path) -> tuple[Engine, Settings, str]:
    """Return a store of 200 events in ten cycles, its settings, and the token of a subscription to all of them."""
    engine = make_engine(f"sqlite:///{folder / 'council.db'}")
    upgrade(engine, uid_host="council.example", now=NOW)
    settings = Settings(folder, str(engine.url), None, "a@b.example", "https://council.example", "Office", "Office")
    journal.attach(engine, settings)
    with writing(engine) as session:
        for number in range(EVENTS // STEPS):
            span = {"un-deadline": day(date(2027, 1, 1) + timedelta(days=number))}
            openings.open_cycle(session, CHAIN, str(2000 + number), OpeningTerms(span, sure=True), now=NOW, by="Office")
        person = Person(
            public_id=public_id(the_store(session), "person", "x"), name="X", email="x@y.example", organization_id=None
        )
        session.add(person)
        session.flush()
        session.add(Role(person_id=person.id, role="membership"))
        session.flush()
        done = do(session, "tokens/issue", person="x@y.example", now=NOW, by="Office")
        token = done.secret["address"].rpartition("/")[2].removesuffix(".ics")
    return engine, settings, token


# -- row 11 --------------------------------------------------------------------------------------------------------


def rebuilt() -> Row:
    """Return how many times faster a feed of 200 events is rebuilt after one of them changed than rendered whole."""
    with tempfile.TemporaryDirectory() as name:
        engine, settings, token = filled(Path(name))
        shelf = Shelf(engine, settings)
        first = shelf.private(token, "ics", now=NOW)
        assert first is not None
        assert first.data.count(b"BEGIN:VEVENT") == EVENTS
        entries = entries_in(engine, settings)
        assert b"".join(map(by_icalendar, entries)) in first.data
        found = []
        for run in range(1, STEPS):
            at = NOW + timedelta(minutes=run)
            touch(engine, at)
            ours = seconds(partial(shelf.private, token, "ics", now=at))
            found.append(seconds(lambda: [*map(by_icalendar, entries)]) / ours)
        last = shelf.private(token, "ics", now=at)
        assert last is not None
        assert last.data.count("✓".encode()) == STEPS - 1
        engine.dispose()
    return Row(
        11, "feed of 200 events rebuilt after one change", "icalendar rendering all 200", ">= 15x", median(found)
    )


def entries_in(engine: Engine, settings: Settings) -> list[Entry]:
    """Return the feed's entries in their order, to be rendered anew."""
    with reading(engine) as session:
        found = selected.choose(session, Wanted(Selection("everything"), "en"), now=NOW)
    look = Look.of(settings, "council.example", "en")
    return sorted((deadline_entry(one, look) for one in found.deadlines), key=lambda entry: entry.uid)


def by_icalendar(entry: Entry) -> bytes:
    """Return the bytes of an entry, which are those of the feed, as icalendar's own writer gives them."""
    return bytes(component_of(entry).to_ical())


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the work in seconds: a clock would count what other programs do meanwhile.

    Both sides of row 11 run in this one thread, and wait for nobody.
    """
    start = time.process_time()
    work()
    return time.process_time() - start


def touch(engine: Engine, at: datetime) -> None:
    """Change what a subscriber sees of one deadline, as an act does."""
    with writing(engine) as session:
        step = f"step-{at.minute}"
        do(
            session,
            "deadline/met",
            cycle="bench/2003",
            step=step,
            document="C27/1",
            url="https://a.example/",
            now=at,
            by="Office",
        )


# -- row 10 --------------------------------------------------------------------------------------------------------


def conditional() -> Iterator[Row]:
    """Yield the rate of 304s, token looked up each time, as a share of a bare answer's, and nginx's beside it."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        servers.enter_context(one_processor())
        engine, settings, token = filled(Path(name))
        served = Shelf(engine, settings).private(token, "ics", now=NOW)
        assert served is not None
        engine.dispose()
        path, our_port, bare_port = (
            f"/f/{token}.ics",
            servers.enter_context(council(settings)),
            servers.enter_context(bare()),
        )
        assert len(not_modified(our_port, path)) == len(not_modified(bare_port, path))
        ours = partial(rate, our_port, path)
        theirs = {"a bare ASGI answer on the same server": (partial(rate, bare_port, path), ">= 0.75x")}
        if nginx := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"):
            port = servers.enter_context(still(nginx, served.data))
            theirs["nginx serving the same file"] = (partial(rate, port, "/feed.ics"), "none")
        for name, (other, goal) in theirs.items():
            shares = median(ours() / other() for _ in range(RUNS))
            yield Row(10, "feed, 304 with token look-up", name, goal, shares)


def rate(port: int, path: str) -> float:
    """Return how many 304s a second one keep-alive connection gets."""
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ask = request(path, f"If-None-Match: {tag_of(wire, path)}\r\n")
        start = time.perf_counter()
        for _ in range(ASKS):
            assert answer(wire, ask).startswith(b"HTTP/1.1 304")
        return ASKS / (time.perf_counter() - start)


def not_modified(port: int, path: str) -> bytes:
    """Return the bytes of a 304."""
    with socket.create_connection(("127.0.0.1", port)) as wire:
        return answer(wire, request(path, f"If-None-Match: {tag_of(wire, path)}\r\n"))


def request(path: str, more: str, method: str = "GET") -> bytes:
    """Return the bytes of a request."""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


def answer(wire: socket.socket, ask: bytes) -> bytes:
    """Return the bytes of an answer that has no body."""
    wire.sendall(ask)
    found = b""
    while not found.endswith(b"\r\n\r\n"):
        found += wire.recv(4096)
    return found


def tag_of(wire: socket.socket, path: str) -> str:
    """Return the tag that the server gives to what is at the path."""
    rows = (row.partition(": ") for row in answer(wire, request(path, "", "HEAD")).decode().split("\r\n"))
    return next(value for name, _, value in rows if name.lower() == "etag")


@contextmanager
def one_processor() -> Iterator[None]:
    """Keep this process, and those that it starts, on one of its processors until the block ends."""
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(ours)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


@contextmanager
def council(settings: Settings) -> Iterator[int]:
    """Yield the port of `council web` on that store."""
    port = free_port()
    environment = {
        "COUNCIL_HOME": str(settings.home), "COUNCIL_DATABASE_URL": settings.database_url,
        "COUNCIL_BASE_URL": str(settings.base_url), "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    command = [sys.executable, "-m", "cli.main", "web", "--port", str(port)]
    with program(command, port, cwd=Path(__file__).parents[1], env=environment):
        yield port


@contextmanager
def bare() -> Iterator[int]:
    """Yield the port of the same server with a bare answer."""
    port = free_port()
    with program([sys.executable, "-m", "benchmarks.bare_server", str(port)], port, cwd=Path(__file__).parents[1]):
        yield port


@contextmanager
def still(nginx: str, data: bytes) -> Iterator[int]:
    """Yield the port of an nginx of one worker that serves the bytes as a file."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder, feed = Path(name), Path(name, "feed.ics")
        feed.write_bytes(data)
        folder.chmod(0o755)  # its worker is another user
        feed.chmod(0o644)
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/error.log;\n"
            f"events {{ worker_connections 64; }}\n"
            f"http {{ access_log {folder}/access.log; keepalive_requests 1000000;\n"
            f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
        )
        with program([nginx, "-c", str(folder / "nginx.conf")], port):
            yield port


@contextmanager
def program(command: list[str], port: int, **how: Any) -> Iterator[None]:
    """Run a program until the block ends; ready when it listens."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, **how)  # noqa: S603  a program of this file's own choice
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)  # noqa: TID251  a benchmark may wait
        yield
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(20)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rows() -> Iterator[Row]:
    """Yield the two rows."""
    yield from conditional()
    yield rebuilt()


if __name__ == "__main__":
    for found in rows():
        print(found)
