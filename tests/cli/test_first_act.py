"""A store is begun by `open`, `load`, `db upgrade` and `up` alone, and by none of them when it is refused."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import inspect

from cli import command_context
from models.engine import make_engine, reading
from models.store import the_store
from planning.clock import utc_now
from record import store
from tests import stores

HLPF = "hlpf-contribution/2017"
ANCHORS = ("--anchor", "un-deadline=2017-04-28", "--anchor", "review=2017-02-07/2017-02-08")
OPEN = ("open", HLPF, *ANCHORS, "--as-of", "2017-02-09")
BODIES = Path("examples/2017/1-bodies.yaml")


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request, tmp_path, monkeypatch, council):
    """A data folder with nothing in it, and on PostgreSQL a database with nothing in it; the terminal."""
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        yield council, lambda: list(home.iterdir()) == []
        return
    with stores.postgresql_empty(request.getfixturevalue("postgresql_server")) as url:
        monkeypatch.setenv("COUNCIL_DATABASE_URL", url)
        yield council, lambda: list(home.iterdir()) == [] and inspect(make_engine(url)).get_table_names() == []


@pytest.mark.parametrize(
    "words",
    [
        ("agree", HLPF, "comments", "2017-03-10", "--because", "x"),
        ("sending", "hold", "--because", "x"),
        ("outbox", "allow", "hlpf-contribution", "reminder", "--because", "x"),
        ("channels", "seal"),
    ],
)
def test_other_acts_find_no_store_and_leave_none(nothing, words):
    council, is_untouched = nothing
    printed = council(*words)
    assert (printed.code, printed.out) == (2, "")
    assert "there is no store here yet; make one: council db upgrade" in printed.err
    assert is_untouched()


@pytest.mark.proof_on_postgresql("half a CPU second each; that no other act makes a store there is told in every run")
@pytest.mark.parametrize(
    ("words", "because"),
    [
        (("open", "no-such-chain/2017", *ANCHORS), "no procedure"),
        (("open", "pp-proposals/2017"), "depends on 'pp'"),
        ((*OPEN[:-1], "2099-01-01"), "still to come"),
        (("open", HLPF, "--from", "hlpf-contribution/2016", *ANCHORS), "no cycle 'hlpf-contribution/2016'"),
        (("year", "2017", "--accept", "wsis-prizes/2017", "--apply"), "cannot be opened yet"),
        (("load", "no-such-file.yaml"), "no-such-file.yaml"),
        (("open", "pp-proposals/2017", "--preview"), "depends on 'pp'"),
    ],
)
def test_a_refused_first_act_leaves_no_store(nothing, words, because):
    council, is_untouched = nothing
    printed = council(*words)
    assert (printed.code, printed.out) == (2, "")
    assert because in printed.err
    assert is_untouched()


@pytest.mark.proof_on_postgresql("half a CPU second each; that no other act makes a store there is told in every run")
@pytest.mark.parametrize("words", [(*OPEN, "--preview"), ("load", str(BODIES), "--dry-run")])
def test_a_first_act_is_shown_on_a_store_that_is_not_kept(nothing, words):
    council, is_untouched = nothing
    printed = council(*words)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.endswith("there is no store yet, and doing it makes one: leave out --preview\n")
    assert council(*words, "--json").facts["seen"] is None
    assert is_untouched()


@pytest.mark.few(1, "another first act")
@pytest.mark.parametrize("words", [OPEN, ("load", str(BODIES), "--as-of", "2017-01-01")])
def test_a_first_act_begins_the_store_and_the_next_one_goes_on_with_it(nothing, words):
    council, is_untouched = nothing
    assert council(*words).code == 0
    assert not is_untouched()
    assert council("journal", "verify").code == 0
    assert council("sending", "hold", "--because", "x").code == 0
    assert council("db", "upgrade").code == 0


def test_of_two_first_acts_at_once_both_are_done_on_one_file(home):
    """The second is done, from its beginning to its end, while the first one works on a file of its own."""
    done = []

    def second(session):
        done.append(("second", the_store(session).public_id))

    def first(session):
        if not done:
            store.run_first_act(command_context.settings(), second, now=utc_now())
        done.append(("first", the_store(session).public_id))

    store.run_first_act(command_context.settings(), first, now=utc_now())
    with reading(make_engine(command_context.settings().database_url)) as session:
        kept = the_store(session).public_id
    assert [process for process, where in done if where == kept] == ["second", "first"]


def test_of_two_first_acts_at_once_the_second_waits_for_the_store(home, postgresql_server, monkeypatch):
    with stores.postgresql_empty(postgresql_server) as url:
        monkeypatch.setenv("COUNCIL_DATABASE_URL", url)
        settings, both, ids = command_context.settings(), threading.Barrier(2, timeout=60), []

        def begin():
            both.wait()
            store.run_first_act(settings, lambda session: ids.append(the_store(session).public_id), now=utc_now())

        threads = [threading.Thread(target=begin) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(ids) == 2
    assert len(set(ids)) == 1


@pytest.mark.proof("two programs, eight CPU seconds; of two first acts in one program it is told in every run")
@pytest.mark.parametrize("seconds", [0, 0.3])
def test_a_store_that_is_made_beside_a_first_act_is_one_store(nothing, seconds):
    """`db upgrade` and `load`, begun together or one soon after the other, in processes of their own."""
    council = [sys.executable, "-m", "cli.main"]
    upgrade = subprocess.Popen([*council, "db", "upgrade"], stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)  # how long after it the other process begins is what the story varies
    load = [*council, "load", str(BODIES), "--as-of", "2017-01-01"]
    process = subprocess.run(load, capture_output=True, text=True)
    assert (process.returncode, process.stderr) == (0, "")
    assert (upgrade.wait(120), upgrade.stderr.read()) == (0, "")
    assert nothing[0]("journal", "verify").out.startswith("1 line")


def test_an_empty_file_in_the_place_of_the_store_is_no_store(council, home):
    home.mkdir()
    (home / "council.db").touch()
    assert "no store here yet" in council("agree", HLPF, "comments", "2017-03-10", "--because", "x").err
    assert council(*OPEN).code == 0
    assert council("status", HLPF).code == 0
