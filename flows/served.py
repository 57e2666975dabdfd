"""The child that runs our flows: `python -P -m flows.served MODULE`, where MODULE.deployments() returns what to serve.

It starts clean: whatever an earlier process left running is crashed, and the watch for runs that die is set.
"""

import logging
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from typing import Protocol, cast

from prefect import serve
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

from actions import privacy
from actions.watch import logs

LOG = logging.getLogger(f"{logs.NAME}.served")
WATCH = "Runs that ceased to give signs of life"
SILENCE = timedelta(seconds=90)
"""Three heartbeats of 30 s, Prefect's least."""


class Serving(Protocol):
    """A module whose deployments are served."""

    def deployments(self) -> Sequence[RunnerDeployment]: ...


def crash_stale_runs(client: SyncPrefectClient) -> int:
    """Return how many runs an earlier process had left Running, Pending or Cancelling; each is Crashed now."""
    stale = FlowRunFilter(
        state=FlowRunFilterState(
            type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
        )
    )
    crashed = 0
    while runs := client.read_flow_runs(flow_run_filter=stale, limit=100):
        for run in runs:
            _crash(client, run)
        crashed += len(runs)
    return crashed


def _crash(client: SyncPrefectClient, run: FlowRun) -> None:
    state: State[None] = Crashed(message="Its process had ended before this start; the next round does its work.")
    client.set_flow_run_state(run.id, state, force=True)


def watch_for_dead_runs(client: SyncPrefectClient) -> None:
    """Install the automation, once, that crashes a run whose heartbeat ceased for SILENCE."""
    if client.find_automation(WATCH) is None:
        client.create_automation(_watch())


def _watch() -> AutomationCore:
    ends = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    return AutomationCore(
        name=WATCH,
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *ends},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                name=None, state=StateType.CRASHED, message="No sign of life for 90 seconds.", force=False
            )
        ],
    )


def main(module: str) -> None:
    """Serve until SIGTERM; the schedules stay on while nobody serves, so that a restart catches up."""
    privacy.begin()
    logs.begin(os.environ)
    with get_client(sync_client=True) as client:
        LOG.info("what an earlier process had left is crashed", extra={"facts": {"runs": crash_stale_runs(client)}})
        watch_for_dead_runs(client)
    serving = cast(Serving, import_module(module))
    serve(*serving.deployments(), pause_on_shutdown=False, print_starting_message=False)


if __name__ == "__main__":
    main(sys.argv[1])
