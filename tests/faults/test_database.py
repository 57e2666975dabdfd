"""A database that is locked, full or restarted, also between the server's 250 and our commit: told once."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.engine import make_engine
from models.postgresql_limits import PAGES
from models.store_timeout import TRUSTED
from models.transactions import RecordHeld
from record import store, store_faults
from record.settings import read
from tests import stores
from tests.faults.servers import OwnPostgresql, fill, lock_for, make_room, own_postgresql, small_disk
from tests.secretariat import Desk, moment
from watch import doctor as doctor_

NINE = moment("2017-02-24 09:00")
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
LOCKED = 18  # seconds; one wait of a writer is 15 on SQLite, 10 on PostgreSQL
WAIT, SHORTLY = 3.0, 4  # seconds of one wait where the store's address gives it, and what outlasts one

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def recipients(desk):
    return sorted(mail.recipient for mail in desk.sink.mails)


@pytest.fixture
def brisk(due):
    """A desk whose writers wait for three seconds at a time."""
    url = stores.hurried(due.settings.database_url, lock=WAIT, idle=60)
    due.engine.dispose()
    desk = replace(due, engine=make_engine(url))
    yield desk
    desk.engine.dispose()


def test_a_database_locked_before_the_finish_delays_it_and_nobody_is_told_twice(brisk):
    brisk.sink.meanwhile = lambda: lock_for(SHORTLY, brisk.engine)
    brisk.round(NINE)
    assert recipients(brisk) == [A, B, FOCAL]
    assert set(brisk.states()) == {"sent"}


def test_a_database_locked_before_the_plan_loses_nothing(brisk):
    holding = lock_for(SHORTLY, brisk.engine)
    brisk.round(NINE)  # one wait is over before the lock is given back: the plan is begun again
    holding.join()
    assert recipients(brisk) == [A, B, FOCAL]


def test_a_file_that_is_locked_longer_than_anybody_waits_is_a_sentence_and_the_web_begins(sqlite_template, tmp_path):
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        settings = read({"COUNCIL_HOME": str(tmp_path), "COUNCIL_DATABASE_URL": url})
        holding = lock_for(LOCKED, make_engine(url))
        with ThreadPoolExecutor() as together:
            serving = together.submit(store.for_serving, settings, now=NINE)
            doctor = together.submit(doctor_.examine, settings, {}, now=NINE)
            reads = together.submit(refusal_of, settings)
        holding.join()
    _, answers = serving.result()
    assert not answers
    assert "the record is held by another session" in str(reads.result())
    assert "another process or session holds the record" in [check.sentence for check in doctor.result()]


def refusal_of(settings):
    """Return what a reading command says."""
    with pytest.raises(RecordHeld) as refusal, store_faults.as_refusals(settings.database_url):
        store.for_reading(settings)
    return refusal.value


@pytest.fixture(params=["sqlite", "postgresql"])
def full(request, due_on, sqlite_template, tmp_path):
    """A desk whose store is on a small disk, and that disk."""
    if request.param == "sqlite":
        with small_disk(tmp_path / "disk", 3) as disk, stores.sqlite_store(sqlite_template, disk) as url:
            yield due_on(url), disk, lambda: None
    else:
        with (
            TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True) as folder,
            small_disk(Path(folder) / "disk", 250) as disk,
            own_postgresql(disk) as server,
            stores.postgresql_store(server.url) as url,
        ):
            yield due_on(url), disk, server.runs


@pytest.mark.proof_on_postgresql("two CPU seconds; a disk that fills later is told there in every run")
def test_a_full_disk_stops_the_round_and_loses_nothing(full):
    desk, disk, runs = full
    crowd = [f"delegate{number}@state.example" for number in range(60)]
    for address in crowd:
        desk.knows(address, address, "membership")
    fill(disk)
    with pytest.raises(DBAPIError):
        desk.round(NINE)
    make_room(disk)
    runs()
    told_before = set(recipients(desk))
    desk.clock = moment("2017-02-24 09:30")
    desk.round(desk.clock)
    assert sorted(set(recipients(desk))) == sorted([A, B, FOCAL, *crowd])
    assert len(desk.sink.mails) - len(told_before) <= len(crowd) + 3


def test_a_disk_that_fills_before_the_finish_delays_it_and_nobody_is_told_twice(full):
    desk, disk, runs = full
    relief = threading.Timer(2.0, make_room, [disk])

    def fills_for_a_moment():
        fill(disk)
        relief.start()

    desk.sink.meanwhile = fills_for_a_moment
    try:
        desk.round(NINE)
    finally:
        relief.join()
    runs()
    assert recipients(desk) == [A, B, FOCAL]
    assert set(desk.states()) == {"sent"}


@pytest.fixture
def restartable(due_on):
    """A desk over a PostgreSQL of its own."""
    with (
        TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True) as folder,
        own_postgresql(Path(folder)) as server,
        stores.postgresql_store(server.url) as url,
    ):
        yield due_on(url), server


def test_postgresql_restarted_in_the_middle_of_a_batch(restartable: tuple[Desk, OwnPostgresql]):
    desk, server = restartable
    desk.sink.meanwhile = server.restarts
    desk.round(NINE)
    assert recipients(desk) == [A, B, FOCAL]
    assert set(desk.states()) == {"sent"}


@pytest.fixture
def used(postgresql_server):
    """An engine that waits five seconds for an answer, and the server's process behind its connection, just used."""
    with stores.postgresql_store(postgresql_server) as url:
        engine = make_engine(url, replace(PAGES, answer=5.0))
        yield engine, process_of(engine)
        engine.dispose()


def process_of(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))


def test_a_connection_that_the_server_ends_right_after_its_use_is_replaced(used, postgresql_server):
    engine, process = used
    stores._run(postgresql_server, f"SELECT pg_terminate_backend({process}, 5000)")
    assert process_of(engine) != process


def test_a_connection_that_fell_silent_while_nobody_used_it_is_replaced(used):
    engine, process = used
    os.kill(process, signal.SIGSTOP)  # it keeps the connection, and says nothing
    try:
        time.sleep(TRUSTED)  # from then on it is asked before it is used again
        assert process_of(engine) != process
    finally:
        os.kill(process, signal.SIGCONT)


def test_a_connection_that_lives_is_used_again(used):
    engine, process = used
    assert process_of(engine) == process
    time.sleep(TRUSTED)  # from then on it is asked before it is used again
    assert process_of(engine) == process
