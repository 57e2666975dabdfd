"""Dead runs: those whose process ended without reporting it are set Crashed, at a start and by two watches."""

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

from flows.registration import OURS

WATCH = "Runs that ceased to give signs of life"
SILENCE = timedelta(seconds=90)
"""Three heartbeats of 30 s, Prefect's least."""

NOT_BEGUN = "Runs that were taken and gave no sign of life"
BEGINS_WITHIN = timedelta(minutes=10)
"""From when a worker takes a run to its first heartbeat, on a machine that is very busy."""

HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = ("Completed", "Cached", "Failed", "TimedOut", "Cancelled", "Crashed", "Paused", "Suspended", "AwaitingRetry")
"""The states, by Prefect's own names, after which a run gives no sign of life and none is missed."""

TAKEN = ("Pending", "Submitting", "InfrastructurePending", "Running")
OF_ANYBODY = ResourceSpecification({})
OF_OURS = ResourceSpecification({"prefect.resource.role": ["tag"], "prefect.resource.id": [f"prefect.tag.{OURS}"]})
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


def watch_for_dead_runs(
    client: SyncPrefectClient, silence: timedelta = SILENCE, begins_within: timedelta = BEGINS_WITHIN
) -> None:
    """Install the automations that crash dead runs, or bring them up to date.

    One crashes a run whose heartbeat ceased for so long, one a run of ours that was taken and had no heartbeat within
    so long: whoever is killed in between takes it along.
    """
    signs = _events(*ENDS) | {HEARTBEAT}
    _install(client, _watch(WATCH, {HEARTBEAT}, signs, silence, "No sign of life"))
    words = "Taken, and without a sign of life"  # of runs of ours: whoever else's may have no heartbeat
    _install(client, _watch(NOT_BEGUN, _events(*TAKEN), signs, begins_within, words, OF_OURS))


def _install(client: SyncPrefectClient, watch: AutomationCore) -> None:
    known = client.find_automation(watch.name)
    if known is None:
        client.create_automation(watch)
    else:
        client.update_automation(known.id, watch.model_copy(update={"enabled": known.enabled}))


def _events(*states: str) -> set[str]:
    return {f"prefect.flow-run.{state}" for state in states}


def _watch(
    name: str, after: set[str], expect: set[str], within: timedelta, words: str, of: ResourceSpecification = OF_ANYBODY
) -> AutomationCore:
    """Return what crashes a run of which, after one of these events, none of those comes in time."""
    return AutomationCore(
        name=name,
        trigger=EventTrigger(
            after=after,
            expect=expect,
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            match_related=of,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=within,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"{words} for {within.total_seconds():.0f} seconds.",
                force=False,
            )
        ],
    )
