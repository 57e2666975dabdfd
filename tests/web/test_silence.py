"""A PostgreSQL that says nothing at all: every process of it stopped, its connections open. Pollers wait no longer
than a moment, and get what they had."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from models.engine import make_engine
from record import store
from tests import stores
from tests.secretariat import Desk, moment
from tests.sink import MisbehavingSink
from tests.wait import until
from tests.web.conftest import WebDesk
from tests.web.live_server import free_port, got, served
from tests.web.test_tokens import surroundings

EVERYTHING = "/feeds/en/everything.ics"
BOUND = 20  # seconds: two to connect, two to ask, and a slow machine; a client hangs up after thirty

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@contextmanager
def silence(folder: Path):
    """Stop every process of the server there, as a frozen virtual machine is stopped; let them go on afterwards."""
    postmaster = psutil.Process(int(next(folder.rglob("postmaster.pid")).read_text().split()[0]))
    stopped = [postmaster, *postmaster.children(recursive=True)]
    for process in stopped:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            process.send_signal(signal.SIGCONT)


@pytest.fixture
def stopping(tmp_path):
    """The web over a PostgreSQL that can be stopped: the desk, and the context in which it is silent."""
    with (
        TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True) as folder,
        stores.postgresql(Path(folder)) as server,
        stores.postgresql_store(server) as url,
        MisbehavingSink() as sink,
    ):
        desk = Desk(make_engine(url), sink, tmp_path)
        desk.hires()
        desk.schedules("council-17", "2017-05-15", "2017-05-25")
        desk.opens_agreed()
        engine, answers = store.for_serving(desk.settings, now=moment("2017-02-20"))
        assert answers
        with served(engine, desk.settings, moment("2017-02-20")) as web:
            yield WebDesk(desk, web), lambda: silence(Path(folder))
        engine.dispose()
        desk.engine.dispose()


def asked(web, path, **headers):
    """Return the reply and the seconds that it took."""
    started = time.monotonic()
    return web.web.ask(path, **headers), time.monotonic() - started


@pytest.mark.proof("a PostgreSQL of its own, stopped: two CPU seconds; that silence ends is told in every run")
def test_pollers_get_their_bytes_in_a_moment_while_the_server_is_silent_and_the_new_ones_after(stopping):
    web, silent = stopping
    path = web.subscribes("a@state.example")
    before = {address: web.web.ask(address) for address in (path, EVERYTHING)}
    with silent():
        for address, was in before.items():
            now, seconds = asked(web, address)
            assert (now.status, now.body, now.tag) == (200, was.body, was.tag)
            assert seconds < BOUND
            assert asked(web, address, If_None_Match=was.tag)[0].status == 304
        assert min(asked(web, EVERYTHING)[1] for _ in range(5)) < 2  # known to be silent: nobody waits for it again
        with ThreadPoolExecutor(60) as crowd:  # more than there are threads
            replies = list(crowd.map(lambda _: asked(web, path), range(60)))
        assert {reply.status for reply, _ in replies} == {200}
        assert max(seconds for _, seconds in replies) < BOUND
        assert asked(web, "/feeds/fr/everything.ics")[0].status == 500  # never served before: nothing to give
    web.on("2017-03-02")
    web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    until(lambda: b"20170505" in web.web.ask(path).body)


def test_silence_while_a_feed_is_built_ends_too(stopping, monkeypatch):
    web, silent = stopping
    was = web.web.ask(EVERYTHING)
    web.on("2017-03-02")  # another day: it has to be built
    lookup, stops = web.web.app.shelf.lookup, silent()
    asks = lookup.head
    monkeypatch.setattr(lookup, "head", lambda **how: (asks(**how), stops.__enter__())[0])
    try:
        now, seconds = asked(web, EVERYTHING)
    finally:
        stops.__exit__(None, None, None)
    assert (now.status, now.body) == (200, was.body)
    assert seconds < BOUND


@pytest.mark.proof("a PostgreSQL of its own, stopped: two CPU seconds; that silence ends is told in every run")
def test_a_web_process_begins_in_the_silence_and_serves_what_is_on_the_disk(stopping):
    web, silent = stopping
    was = web.web.ask(EVERYTHING)
    web.web.app.shelf.write_down()
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "web", "--port", str(port)]
    with silent():
        running = subprocess.Popen(
            command, env=surroundings(web.desk), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            now = got(port, EVERYTHING)
        finally:
            running.send_signal(signal.SIGTERM)
        _, text = running.communicate(timeout=60)
    assert (now.status, now.body) == (200, was.body)
    assert "the store does not answer; calendars are served as they were last" in text
