import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from flows.database_template import migrated
from flows.refusals import HomeNewer, HomeTaken, PortTaken
from flows.server import PrefectServer, refuse_taken
from tests.wait import until

pytestmark = pytest.mark.xdist_group("prefect")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.proof("one more server of Prefect: four CPU seconds, of what happens once in a house")
@pytest.mark.slow
def test_a_home_of_a_later_prefect_is_refused(tmp_path: Path, prefect_template: Path) -> None:
    database = tmp_path / "prefect.db"
    shutil.copyfile(migrated(prefect_template), database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("update alembic_version set version_num = 'ffffffffffff'")
    with (
        pytest.raises(HomeNewer, match=f"{database} was made by a later Prefect; delete it and"),
        PrefectServer(tmp_path),
    ):
        pass


@pytest.mark.slow
@pytest.mark.proof("one more server; the one of all stories is begun so too, and test_up sees that none is left")
def test_a_server_has_a_database_of_its_own_and_is_left_by_its_end(tmp_path: Path, prefect_template: Path) -> None:
    with PrefectServer(tmp_path, template=prefect_template) as server:
        assert server.process is not None
        assert server.database.exists()
        pid = server.process.pid
    assert not is_alive(pid)
    refuse_taken(server.port)


def test_the_pages_ask_whatever_address_they_were_opened_under(prefect_server: PrefectServer) -> None:
    with urllib.request.urlopen(f"{prefect_server.ui_url}/ui-settings") as answer:
        assert json.load(answer)["api_url"] == "/api"


@pytest.mark.slow
@pytest.mark.proof("makes Prefect's database, which the first run of a checkout does for all stories")
def test_a_template_is_made_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make run` names its folders from the checkout; the programs that it starts run elsewhere."""
    monkeypatch.chdir(tmp_path)
    assert migrated(Path("out") / "template").stat().st_size > 0


def test_an_occupied_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal, PrefectServer(tmp_path, port):
            pass
    assert str(refusal.value) == (
        f"port {port} is already in use; stop the program that holds it, or name another port"
    )


def test_a_home_serves_one_server(prefect_server: PrefectServer) -> None:
    with pytest.raises(HomeTaken, match="another Prefect server of ours"), PrefectServer(prefect_server.home):
        pass
    assert prefect_server.process is not None
    assert prefect_server.process.poll() is None


def test_a_program_cannot_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")], stdout=subprocess.PIPE, env=dict(os.environ)
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    until(lambda: not is_alive(child))


PARENT = """
import os, sys, time
from pathlib import Path
from flows import child_process
print(child_process.start(["http.server", "0"], os.environ, Path(sys.argv[1])).pid, flush=True)
time.sleep(60)  # until it is killed
"""
