import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import psutil
import pytest
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.states import Running

from flows.server import PrefectServer

pytestmark = pytest.mark.slow
T = TypeVar("T")

UP = """
import sys
from pathlib import Path
from flows.supervise import supervise
folder, template = map(Path, sys.argv[1:])
supervise(folder, "trial", port=0, template=template, ready=lambda server: print(server.api_url, flush=True))
"""


def until(found: Callable[[], T | None], seconds: float = 20) -> T:
    """Return what is found, asking ten times a second; fail when nothing is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what := found():
            return what
        time.sleep(0.1)
    raise AssertionError(f"not found within {seconds} seconds")


@dataclass(frozen=True)
class Up:
    """A supervisor in a process of its own, as `council up` will be."""

    process: "subprocess.Popen[str]"
    client: SyncPrefectClient

    def starts(self, deployment: str, **parameters: str) -> UUID:
        return self.client.create_flow_run_from_deployment(self.deployment_id(deployment), parameters=parameters).id

    def deployment_id(self, deployment: str) -> UUID:
        return until(lambda: next((d.id for d in self.client.read_deployments() if d.name == deployment), None))

    def reaches(self, run: UUID, state: str, seconds: float = 20) -> FlowRun:
        def reached() -> FlowRun | None:
            read = self.client.read_flow_run(run)
            return read if read.state and read.state.name == state else None

        return until(reached, seconds)


@pytest.fixture
def starting(tmp_path: Path, prefect_template: Path) -> Iterator[Callable[[], Up]]:
    begun: list[subprocess.Popen[str]] = []

    def start() -> Up:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        process = subprocess.Popen(
            [sys.executable, "-c", UP, str(tmp_path), str(prefect_template)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        begun.append(process)
        assert process.stdout is not None
        return Up(process, SyncPrefectClient(process.stdout.readline().strip()))

    yield start
    for process in begun:
        process.kill()
        process.wait()


def test_a_cron_run_is_inserted_and_completes(starting: Callable[[], Up]) -> None:
    up = starting()
    tick = up.deployment_id("clock")
    scheduled = until(lambda: next((r for r in up.client.read_flow_runs() if r.deployment_id == tick), None))
    assert scheduled.auto_scheduled

    def ticked() -> FlowRun | None:
        runs = up.client.read_flow_runs()
        return next((r for r in runs if r.state and r.state.name == "Ticked"), None)

    run = until(ticked, seconds=75)
    assert run.state is not None
    assert run.state.message is not None
    assert datetime.fromisoformat(run.state.message).astimezone(ZoneInfo("Europe/Zurich")).second == 0


def test_a_generated_flow_is_started_by_hand_and_runs(starting: Callable[[], Up]) -> None:
    up = starting()
    run = up.reaches(up.starts("chain", cycle="2017"), "Walked")
    assert run.name == "hlpf-contribution/2017"


def test_what_a_dead_process_left_running_is_crashed_at_the_next_start(
    starting: Callable[[], Up], tmp_path: Path, prefect_template: Path
) -> None:
    with PrefectServer(tmp_path / "prefect", template=prefect_template) as server:
        before = SyncPrefectClient(server.api_url)
        left = before.create_flow_run(Flow(lambda: None, name="left"), state=Running()).id
    run = starting().reaches(left, "Crashed")
    assert run.state is not None
    assert run.state.message == "Its process had ended before this start; the next round does its work."


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_supervisor(starting: Callable[[], Up], blow: signal.Signals) -> None:
    up = starting()
    up.reaches(up.starts("desk"), "Running")
    children = psutil.Process(up.process.pid).children(recursive=True)
    assert len(children) >= 3  # the server, the child that serves, the run
    up.process.send_signal(blow)
    assert up.process.wait(30) == (-signal.SIGKILL if blow is signal.SIGKILL else 0)
    _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []
