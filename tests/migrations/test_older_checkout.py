"""An older checkout goes on sending rounds while a later program upgrades the schema, is killed midway, and does it.

OLDER_CHECKOUT=FOLDER names a true older one, such as `git archive COMMIT | tar -x -C FOLDER` makes; without it this
program is the older one.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from models import schema
from tests.beside import beside
from tests.migrations.test_rolling_upgrades import ADDS, STOPS, later, revision, upgrades, url_of
from tests.secretariat import HLPF, Desk
from tests.wait import until

pytestmark = [
    pytest.mark.proof("some forty rounds as processes: a minute of CPU"),
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.parametrize("store_url", ["postgresql"], indirect=True),
]
OLDER = Path(os.environ.get("OLDER_CHECKOUT", schema.ROOT))
HELD = "the record is held by another session"
RUN = "import sys; from cli.main import main; sys.exit(main(sys.argv[1:]))"
WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%' AND pid <> pg_backend_pid()")


def council(desk: Desk, root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command by the program of a checkout."""
    own = {
        "COUNCIL_HOME": str(desk.home),
        "COUNCIL_DATABASE_URL": url_of(desk.engine),
        "COUNCIL_MAIL_URL": desk.sink.url,
        "COUNCIL_WEEKLY_REPORT": "no",
        "PYTHONPATH": str(root),
        "PYTHONSAFEPATH": "1",
    }
    program = [sys.executable, "-c", RUN, *words]
    return subprocess.run(program, env=os.environ | own, cwd=desk.home, capture_output=True, text=True)


@contextmanager
def rounds(desk: Desk, ended: "list[subprocess.CompletedProcess[str]]") -> Iterator[None]:
    """Run rounds by the older checkout, hour after hour of 2017, until the block ends."""

    def run(over: threading.Event) -> None:
        for number in range(24 * 10):
            if over.is_set():
                return
            at = f"2017-02-{10 + number // 24:02}T{number % 24:02}:00"
            ended.append(council(desk, OLDER, "remind", "--as-of", at))

    with beside(run):
        yield


def test_rounds_of_an_older_checkout_go_on_beside_an_upgrade_that_is_killed_and_done_anew(
    desk: Desk, tmp_path: Path
) -> None:
    desk.opens_agreed()
    was, goes = revision(desk.engine), later(tmp_path / "goes", "expand", ADDS)
    ended: list[subprocess.CompletedProcess[str]] = []
    with rounds(desk, ended):
        until(lambda: len(ended) > 1, seconds=600)
        killed = upgrades(later(tmp_path / "stops", "expand", ADDS + STOPS), url_of(desk.engine))
        with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            until(lambda: bool(connection.scalar(WAITS)) or killed.poll() is not None, seconds=600)
            killed.kill()
            killed.wait()
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%'"
            connection.execute(text(f"{end} AND pid <> pg_backend_pid()"))
        assert revision(desk.engine) == was
        until(lambda: upgrades(goes, url_of(desk.engine)).wait() == 0, seconds=600)  # where a round held a table: again
        before = len(ended)
        until(lambda: len(ended) > before + 2, seconds=600)
    assert [each.stderr for each in ended if each.returncode and HELD not in each.stderr] == []
    assert revision(desk.engine) == "2031_01_01_trial"
    letters = len(desk.sink.mails)
    words = ("--because", "agreed", "--by", "focal@itu.example", "--as-of", "2017-02-20T10:00")
    for line in (("agree", HLPF, "final-comments", "2017-04-06", *words), ("remind", "--as-of", "2017-02-21T11:00")):
        done = council(desk, OLDER, *line)
        assert done.returncode == 0, done.stderr
    assert len(desk.sink.mails) > letters
