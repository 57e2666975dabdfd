import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.database_template import migrated
from flows.server import refuse_taken
from record import private_files, settings
from tests.flows.planted_packages import plant, ran
from tests.wait import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("supervise")]


EVERY_FORM = pytest.mark.proof("a form for each act is registered, and a run is a process: half a minute of CPU")


@contextmanager
def council(
    *arguments: str, home: Path, folder: Path | None = None, acts: str = "no"
) -> "Iterator[subprocess.Popen[str]]":
    """Yield the command in a process of its own, begun in a folder, killed at the end if it has not ended."""
    program = subprocess.Popen(
        [sys.executable, "-P", "-m", "cli.main", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "COUNCIL_HOME": os.path.relpath(home, folder),
            "COUNCIL_DATABASE_URL": f"sqlite:///{os.path.relpath(home / 'council.db', folder)}",
            "COUNCIL_PREFECT_ACTS": acts,
            "PYTHONUNBUFFERED": "1",
        },
    )
    with program:
        try:
            yield program
        finally:
            program.kill()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("acts", ["no", pytest.param("yes", marks=EVERY_FORM)])
def test_up_serves_every_chain_and_the_desk_until_it_is_interrupted(
    tmp_path: Path, prefect_template: Path, acts: str
) -> None:
    (tmp_path / "prefect").mkdir()
    shutil.copyfile(migrated(prefect_template), tmp_path / "prefect" / "prefect.db")
    port, web_port = free_port(), free_port()
    folder = plant(tmp_path / "anybodys")  # it has a `web/` and a `flows/`, as somebody's own project may
    ports = ("--port", str(port), "--web-port", str(web_port))
    with council("up", *ports, home=tmp_path, folder=folder, acts=acts) as up:
        assert up.stdout is not None
        printed = [line.rstrip() for line in takewhile(lambda line: line != "ready\n", up.stdout)]
        assert answers(f"http://127.0.0.1:{web_port}/healthz")
        assert printed[1].startswith(f"http://127.0.0.1:{port}/runs")
        assert printed[3] == f"their password is in {tmp_path}/prefect/password"
        assert printed[5].startswith(f"http://127.0.0.1:{web_port}/desk")
        assert answers(f"http://127.0.0.1:{web_port}/desk/sign-in")
        assert "COUNCIL_MAIL_URL" in printed[7]
        assert (tmp_path / "council.db").exists()

        password = (tmp_path / "prefect" / "password").read_text()
        client = SyncPrefectClient(f"http://127.0.0.1:{port}/api", auth_string=password)
        deployments = {served.name: served.id for served in client.read_deployments()}
        expected = {"annual-report", "hlpf-contribution", "timeline", "every-quarter-hour", "remind-now"}
        assert expected <= deployments.keys()
        assert ("deadline-met" in deployments) is (acts == "yes")
        if acts == "yes":
            run = client.create_flow_run_from_deployment(deployments["remind-now"]).id
            until(lambda: (state := client.read_flow_run(run).state) and state.is_final(), seconds=150, every=1.0)
        assert ran(folder) == []
        assert list(private_files.readable(settings.read({"COUNCIL_HOME": str(tmp_path)}))) == []

        children = psutil.Process(up.pid).children(recursive=True)
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
        assert psutil.wait_procs(children, timeout=30)[1] == []
        assert up.stderr is not None
        lines = [json.loads(line) for line in up.stderr]  # what the flows' child prints is passed on, one fact a line
        assert "council.served" in {line["logger"] for line in lines}
    refuse_taken(port)
    refuse_taken(web_port)


def test_up_on_a_taken_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with council("up", "--port", port, home=tmp_path) as up:
            _, refusal = up.communicate(timeout=60)
    assert up.returncode == 2
    assert refusal == f"port {port} is already in use; stop the program that holds it, or name another port\n"
