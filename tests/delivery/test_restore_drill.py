"""The restore drill, run as an operator runs it, on a store in use: a copy is put to use and read, nothing is sent."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from models.engine import writing
from tests.delivery.test_copies import CLIENTS
from tests.secretariat import Desk

pytestmark = pytest.mark.both_databases("a backup put back by each database's own means")

DRILL = Path(__file__).parents[2] / "deploy" / "restore-drill"
STEPS = [
    "copied while in use",
    "put to use",
    "its journal verified",
    "shows the same dates",
    "sends nothing before it is resumed",
]


def drill(desk: Desk) -> "subprocess.CompletedProcess[str]":
    """Run it with Debian's tools alone, and those of PostgreSQL."""
    url = make_url(desk.settings.database_url)
    address = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    scratch = desk.home / "scratch"
    scratch.mkdir(exist_ok=True)
    own = {
        "PATH": f"{Path(sys.executable).parent}:{CLIENTS}:{os.environ['PATH']}",
        "TMPDIR": str(scratch),
        "COUNCIL_HOME": str(desk.home),
        "COUNCIL_DATABASE_URL": address,
        "COUNCIL_MAIL_URL": desk.settings.mail_url or "",
    }
    return subprocess.run([DRILL], env=own, cwd=desk.home, capture_output=True, text=True, timeout=500)


@pytest.mark.proof("nine programs are run on each database: some twenty seconds of CPU")
@pytest.mark.timeout(600)
def test_the_drill_restores_a_store_in_use_and_says_how_long_each_step_took(desk: Desk) -> None:
    desk.opens_agreed()
    done = drill(desk)
    assert (done.returncode, done.stderr) == (0, "")
    *steps, last = done.stdout.splitlines()
    print(done.stdout)
    assert [re.sub(r"^\d+ s  ", "", step) for step in steps] == STEPS
    assert last == "restored, and only read"
    assert list((desk.home / "scratch").iterdir()) == []
    assert desk.sink.mails == []


@pytest.mark.proof("nine programs are run on each database: some twenty seconds of CPU")
@pytest.mark.timeout(600)
def test_the_drill_fails_on_a_journal_that_was_changed(desk: Desk) -> None:
    desk.opens_agreed()
    with writing(desk.engine) as session:
        session.execute(text("UPDATE journal SET text = text || ' ' WHERE id = 1"))
    done = drill(desk)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "the drill failed: its journal verified"
    assert list((desk.home / "scratch").iterdir()) == []
