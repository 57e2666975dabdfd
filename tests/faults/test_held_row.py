"""A session that holds the store's row and says no more: every wait for it ends, and a sentence says who it is."""

import os
import re
import signal
import sqlite3
import threading
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import event, text

from cli.main import main
from models import transactions
from models.engine import make_engine, reading
from models.postgresql_limits import MIGRATIONS
from models.transactions import RecordHeld
from tests import stores
from tests.faults.senders import is_stopped, orders_for, sender
from tests.faults.servers import lock_until
from tests.secretariat import moment
from tests.wait import until

NINE = moment("2017-02-24 09:00")
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
AGREE = ["agree", "hlpf-contribution/2017", "comments", "2017-03-13", "--because", "x", "--as-of", "2017-02-10"]
LOCK, IDLE = 0.4, 0.6  # seconds; ours are 10 and 60, and 15 for the lock of a SQLite file

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.both_databases("locks: who holds them, and for how long"),
]


def hurried(url: str) -> str:
    """Return the address with shorter waits, as anybody may write it into COUNCIL_DATABASE_URL."""
    return stores.hurried(url, lock=LOCK, idle=IDLE)


@pytest.fixture
def office(store_url, due_on):
    """A desk over a store of either database, on which nobody waits long."""
    return due_on(hurried(store_url))


@pytest.fixture
def postgresql_office(postgresql_server, due_on):
    with stores.postgresql_store(postgresql_server) as url:
        yield due_on(hurried(url))


@pytest.fixture
def council(monkeypatch, capfd):
    """Run `council …` on the store of an office; return the exit code and both streams as one text."""

    def run(office, *words):
        variables = {"HOME": str(office.home), "DATABASE_URL": office.settings.database_url, "OFFICER": "Focal Point"}
        for name, value in (variables | {"MAIL_URL": office.sink.url}).items():
            monkeypatch.setenv(f"COUNCIL_{name}", value)
        capfd.readouterr()
        code = 0
        try:
            main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capfd.readouterr()
        return code, printed.out + printed.err

    return run


@contextmanager
def stranger(office):
    """Yield a foreign session that holds the store's row: psql left open over lunch, another program."""
    url = office.engine.url.set(drivername="postgresql").difference_update_query(["options"])
    session = psycopg.connect(url.render_as_string(hide_password=False), application_name="psql")
    session.execute("SELECT * FROM store FOR UPDATE")
    try:
        yield session
    finally:
        session.close()


@pytest.mark.few(1, "the same row, asked for by another command")
@pytest.mark.parametrize("words", [AGREE, ["sending", "hold", "--because", "x"], ["remind", "--as-of", "2017-02-24"]])
def test_what_a_stranger_holds_is_refused_in_one_sentence_and_done_once_it_is_free(postgresql_office, council, words):
    with stranger(postgresql_office):
        code, printed = council(postgresql_office, *words)
        assert (code, printed.count("\n")) == (2, 1)
        assert "the record is held by another session; nothing was changed" in printed
        assert council(postgresql_office, "status")[0] == 0
    assert council(postgresql_office, *words)[0] == 0


def test_doctor_names_the_session_in_the_way_and_its_remedy_frees_the_record(postgresql_office, council):
    office = postgresql_office
    with stranger(office) as session:
        held_by = session.info.backend_pid
        line = until(lambda: re.search(r".*rows of the record.*\n", council(office, "doctor")[1]))[0]
        assert f"session {held_by} of " in line
        assert "(psql, this machine)" in line
        assert "idle in transaction for" in line
        remedy = re.search(r'"(select pg_terminate_backend\(\d+\))"', line)[1]
        with office.engine.connect() as connection:
            connection.execute(text(remedy))
        assert council(office, *AGREE)[0] == 0
        assert "no other session holds the record" in council(office, "doctor")[1]


def test_a_wait_that_outlasts_one_limit_is_begun_again(office, store_url):
    """The lock is given back once the first limit is over, and before the third."""
    free = threading.Event()
    holding = lock_until(free, make_engine(store_url))
    event.listen(office.engine, "handle_error", lambda context: free.set())
    count = []

    def act(session):
        count.append(session.execute(text("UPDATE message SET detail = 'seen'")).rowcount)
        return "done"

    assert transactions.run_act(office.engine, act) == "done"
    holding.join()


def test_a_wait_of_three_limits_is_refused_and_nothing_is_done(office, store_url):
    free = threading.Event()
    holding = lock_until(free, make_engine(store_url))
    with pytest.raises(RecordHeld):
        transactions.run_act(office.engine, lambda session: session.execute(text("DELETE FROM message")))
    free.set()
    holding.join()


def test_a_sender_stopped_inside_a_transaction_is_ended_by_the_server_and_the_others_go_on(postgresql_office, tmp_path):
    """It holds the store's row, for it plans; once it wakes it finds its session ended, and harms nobody."""
    office = postgresql_office
    phase = "before the commit of deadline, message, message_identity, owed"
    orders = orders_for(office.settings, NINE, tmp_path, stop_at=phase, stop_with=signal.SIGSTOP, inside=True)
    process = sender(orders)
    until(lambda: is_stopped(process) or not process.is_alive())
    assert is_stopped(process), orders.reached()
    office.engine.dispose()
    assert transactions.run_act(office.engine, lambda session: True)
    office.round(NINE)
    assert sorted(mail.recipient for mail in office.sink.mails) == [A, B, FOCAL]
    os.kill(process.pid, signal.SIGCONT)
    process.join(240)
    assert process.exitcode is not None
    assert sorted(mail.recipient for mail in office.sink.mails) == [A, B, FOCAL]
    assert set(office.states()) == {"sent"}


def test_the_servers_limits_are_those_of_the_engine_and_the_addresss_own_outrank_them(postgresql_server):
    with stores.postgresql_store(postgresql_server) as url:
        ours = {"lock_timeout": "10s", "statement_timeout": "2min", "idle_in_transaction_session_timeout": "1min"}
        endless = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
        theirs = {"lock_timeout": "400ms", "idle_in_transaction_session_timeout": "600ms"}
        for engine, wanted in (
            (make_engine(url), ours),
            (make_engine(url, MIGRATIONS), ours | endless),
            (make_engine(hurried(url)), ours | theirs),
        ):
            with reading(engine) as session:
                assert {name: session.scalar(text(f"SHOW {name}")) for name in wanted} == wanted
                assert "process" in session.scalar(text("SHOW application_name"))
            engine.dispose()


def test_readers_of_a_file_wait_for_no_writer(sqlite_template, tmp_path, due_on, council):
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        office = due_on(hurried(url))
        writer = sqlite3.connect(str(office.engine.url.database), isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        assert council(office, "status")[0] == 0
        assert council(office, *AGREE)[0] == 2
        writer.execute("ROLLBACK")
        assert council(office, *AGREE)[0] == 0
        writer.close()


def test_doctor_names_the_process_that_holds_a_file(sqlite_template, tmp_path, due_on, council):
    """A sender is stopped while it claims: nobody can take that from it, but whoever looks can see who it is."""
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        office, claim = due_on(hurried(url)), "before the commit of message"
        orders = orders_for(office.settings, NINE, tmp_path, stop_at=claim, stop_with=signal.SIGSTOP, inside=True)
        process = sender(orders)
        until(lambda: is_stopped(process))
        assert council(office, *AGREE)[0] == 2
        assert f"process {process.pid} (" in council(office, "doctor")[1]
        os.kill(process.pid, signal.SIGCONT)
        process.join(240)
        assert "no other process holds the record" in council(office, "doctor")[1]
        assert council(office, *AGREE)[0] == 0
