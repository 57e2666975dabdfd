"""Dead runs: those whose process ended without reporting it are set Crashed, at a start and by a watch."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

WATCH = "Runs that ceased to give signs of life"
SILENCE = timedelta(seconds=90)
"""Three heartbeats of 30 s, Prefect's least."""

HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = ("Completed", "Cached", "Failed", "TimedOut", "Cancelled", "Crashed", "Paused", "Suspended", "AwaitingRetry")
"""The states, by Prefect's own names, after which a run gives no sign of life and none is missed."""

LIVING = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
PAGE = 200  # runs, the most that Prefect gives at once


def crash_stale_runs(client: SyncPrefectClient, flows: Collection[str]) -> int:
    """Return how many runs of these flows an earlier process had left living; each is Crashed now.

    Runs that a worker of a pool has taken, and those that they started, are left alone: their process may live.
    """
    ours = FlowFilter(name=FlowFilterName(any_=list(flows)))
    living = list(_living(client, flow_filter=ours))
    theirs = [run.id for run in living if run.work_pool_name]
    started = FlowRunFilterParentFlowRunId(any_=theirs)
    theirs += [run.id for run in _living(client, parent_flow_run_id=started)] if theirs else []
    stale = [run for run in living if run.id not in theirs]
    for run in stale:
        _crash(client, run)
    return len(stale)


def _living(client: SyncPrefectClient, flow_filter: FlowFilter | None = None, **more: Any) -> Iterator[FlowRun]:
    asked = FlowRunFilter(state=FlowRunFilterState(type=LIVING), **more)
    for start in count(0, PAGE):
        runs = client.read_flow_runs(flow_filter=flow_filter, flow_run_filter=asked, limit=PAGE, offset=start)
        yield from runs
        if len(runs) < PAGE:
            return


def _crash(client: SyncPrefectClient, run: FlowRun) -> None:
    state: State[None] = Crashed(message="Its process had ended before this start; the next round does its work.")
    client.set_flow_run_state(run.id, state, force=True)


def watch_for_dead_runs(client: SyncPrefectClient, silence: timedelta = SILENCE) -> None:
    """Install the automation that crashes a run whose heartbeat ceased for so long, or bring it up to date."""
    watch, known = _watch(silence), client.find_automation(WATCH)
    if known is None:
        client.create_automation(watch)
    else:
        client.update_automation(known.id, watch.model_copy(update={"enabled": known.enabled}))


def _watch(silence: timedelta) -> AutomationCore:
    return AutomationCore(
        name=WATCH,
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *(f"prefect.flow-run.{end}" for end in ENDS)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=silence,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"No sign of life for {silence.total_seconds():.0f} seconds.",
                force=False,
            )
        ],
    )
