"""The watch for runs whose process died: it crashes these, and says nothing of a run that ended, well or refused."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from prefect import flow, settings
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import FlowRun, State
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.states import Pending, Running
from prefect.types.entrypoint import EntrypointType

from flows import dead_runs, walks
from flows.forms import FORMS
from flows.server import PrefectServer
from tests.flows import trial_deployments
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import run, run_of
from tests.secretariat import HLPF, Desk
from tests.wait import until

pytestmark = [
    pytest.mark.proof("runs in processes of their own: half a minute of CPU"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("prefect"),
]

SILENCE = timedelta(seconds=10)
PATIENCE = 120  # seconds: the server looks for silences every five, and a loaded machine is slow
LINGER = "import asyncio; from tests.flows.trial_deployments import linger; asyncio.run(linger())"


@contextmanager
def lingering(server: PrefectServer) -> "Iterator[subprocess.Popen[bytes]]":
    """Yield the process of a run that gives signs of life and does not end."""
    program = [sys.executable, "-c", LINGER]
    with subprocess.Popen(program, env={**os.environ, **server.environment}) as process:
        try:
            yield process
        finally:
            process.kill()


def firings(client: SyncPrefectClient) -> int:
    """Return how often the watch has spoken."""
    watch = client.find_automation(dead_runs.WATCH)
    assert watch is not None
    spoke = EventFilter(event=EventNameFilter(name=["prefect.automation.action.triggered"]))
    return sum(
        each.resource.id == f"prefect.automation.{watch.id}" for each in client.read_events(spoke, limit=50).events
    )


def living(client: SyncPrefectClient) -> FlowRun | None:
    """Return the run that lingers, once its sign of life has come."""
    beats = client.read_events(EventFilter(event=EventNameFilter(name=[dead_runs.HEARTBEAT])), limit=50).events
    alive = {beat.resource.id for beat in beats}
    runs = client.read_flow_runs(flow_filter=FlowFilter(name=FlowFilterName(any_=["linger"])))
    return next((each for each in runs if f"prefect.flow-run.{each.id}" in alive), None)


def test_a_run_that_is_killed_is_crashed_and_one_that_ended_is_left_alone(
    prefect_server: PrefectServer, office: Desk
) -> None:
    office.opens_agreed()
    form = {"cycle": HLPF, "step": "revised-draft", "by": ANNA, "url": "https://council.example/drafts/1"}
    with get_client(sync_client=True) as client:
        dead_runs.watch_for_dead_runs(client, timedelta(seconds=60))
        dead_runs.watch_for_dead_runs(client, SILENCE)  # brought up to date, not installed twice
        with settings.temporary_settings({settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}):
            ended = [run_of(run(FORMS["deadline/met"], **form)), run_of(run(FORMS["deadline/met"], **form))]
        assert [each.name.partition(":")[0] for each in ended] == ["Met", "Refused"]
        with lingering(prefect_server) as process:
            killed = until(lambda: living(client), PATIENCE, every=1.0)
            process.send_signal(signal.SIGKILL)
            process.wait()
        crashed = until(lambda: is_crashed(client, killed), PATIENCE, every=1.0)
        assert crashed.message == "No sign of life for 10 seconds."
        assert until(lambda: firings(client), PATIENCE, every=1.0) == 1  # the two that ended fell silent before it
        states = [client.read_flow_run(each.id).state_name for each in ended]
        assert states == ["Completed", "Failed"]


def test_a_run_that_a_worker_took_and_never_began_is_crashed(prefect_server: PrefectServer) -> None:
    with get_client(sync_client=True) as client:
        dead_runs.watch_for_dead_runs(client, SILENCE, SILENCE)
        taken = client.create_flow_run(trial_deployments.linger, tags=["council"], state=Pending(name="Submitting"))
        strange = client.create_flow_run(trial_deployments.linger, state=Pending(name="Submitting"))
        crashed = until(lambda: is_crashed(client, taken), PATIENCE, every=1.0)
        assert crashed.message == "Taken, and without a sign of life for 10 seconds."
        assert not is_crashed(client, strange)
        client.delete_flow_run(strange.id)
        dead_runs.watch_for_dead_runs(client)


def is_crashed(client: SyncPrefectClient, run: FlowRun) -> State[Any] | None:
    state = client.read_flow_run(run.id).state
    return state if state and state.is_crashed() else None


def test_a_start_crashes_the_runs_that_it_served_and_leaves_those_of_workers_and_strangers(
    prefect_server: PrefectServer,
) -> None:
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="theirs", type="process"))
        at_worker = trial_deployments.linger.to_deployment("at-worker", entrypoint_type=EntrypointType.MODULE_PATH)
        number = at_worker.apply(work_pool_name="theirs")
        of_worker = client.create_flow_run_from_deployment(number, state=Running())
        task = client.create_task_run(walks.reckon, of_worker.id, dynamic_key="0", state=Running())
        within = client.create_flow_run(trial_deployments.linger, parent_task_run_id=task.id, state=Running())
        served = client.create_flow_run(trial_deployments.linger, state=Running())
        strange = client.create_flow_run(stranger, state=Running())
        count = dead_runs.crash_stale_runs(client, {"linger"})
        states = [client.read_flow_run(each.id).state_name for each in (of_worker, within, served, strange)]
        assert states == ["Running", "Running", "Crashed", "Running"]
        assert count == 1


@flow
async def stranger() -> None: ...
