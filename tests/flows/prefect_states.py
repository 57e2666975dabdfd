"""What Prefect shows: flows run in this process, and what its server then knows of them."""

import asyncio
import inspect
from typing import Any

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateName,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import Artifact, FlowRun, State, TaskRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.logging import disable_run_logger

from tests.wait import until

LISTED = (
    "Late Resuming AwaitingRetry AwaitingConcurrencySlot Pending Paused Suspended "
    "Running Retrying Completed Cached Cancelled Cancelling Crashed Failed TimedOut"
)
"""All except Scheduled: what the tab *Runs* of a deployment asks for, on which one lands from a form (3.9.1)."""


def run(flow: Flow[..., Any], **parameters: object) -> State[Any]:
    """Return the state in which a flow ends: one of the two by which Prefect's pages list runs."""
    state: State[Any] = asyncio.run(flow(**parameters, return_state=True))
    assert state.name in {"Completed", "Failed"}
    return state


def filled(form: Flow[..., Any], **parameters: object) -> State[Any]:
    """Return the state in which a form ends, its fields read as Prefect reads them, without a server or a run."""
    fields = inspect.signature(form.fn).bind(**parameters)
    fields.apply_defaults()
    with disable_run_logger():
        state: State[Any] = asyncio.run(form.fn(**form.validate_parameters(fields.arguments)))
    assert state.name in {"Completed", "Failed"}
    return state


def word(state: State[Any]) -> str:
    """Return our own word for what came of a run; its name says it too."""
    return ended(state)[0]


def sentence(state: State[Any]) -> str:
    """Return what the message of a run says after our own word."""
    return ended(state)[1]


def ended(state: State[Any]) -> tuple[str, str]:
    """Return our own word for what came of a run, and what its message says besides."""
    ours, _, rest = str(state.message).partition(": ")
    assert state.state_details.flow_run_id is None or run_of(state).name.startswith(f"{ours}: ")
    return ours, rest


def run_of(state: State[Any]) -> FlowRun:
    """Return the run that ended so."""
    assert state.state_details.flow_run_id is not None
    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id)


def listed() -> list[str]:
    """Return the names of the runs that this tab shows when it is opened, the newest first."""
    asked = FlowRunFilter(state=FlowRunFilterState(name=FlowRunFilterStateName(any_=LISTED.split())))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=asked, sort=FlowRunSort.START_TIME_DESC)
    return [each.name for each in runs]


def children(state: State[Any]) -> list[FlowRun]:
    """Return the runs that this one started."""
    ours = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run_of(state).id]))
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(flow_run_filter=ours)


def task_runs(state: State[Any], count: int) -> dict[str, TaskRun]:
    """Return a run's tasks by step, once the server wrote all of them down, which takes it up to two seconds."""

    def written() -> dict[str, TaskRun] | None:
        with get_client(sync_client=True) as client:
            ours = FlowRunFilter(id=FlowRunFilterId(any_=[run_of(state).id]))
            by_step = {task.name.partition(":")[0]: task for task in client.read_task_runs(flow_run_filter=ours)}
        ended = all(task.state and task.state.is_final() for task in by_step.values())
        return by_step if len(by_step) == count and ended else None

    return until(written)


def standings(state: State[Any], count: int) -> dict[str, str]:
    """Return, by step, the standing in the name of its task, which ends plainly Completed."""
    tasks = task_runs(state, count)
    assert {task.state_name for task in tasks.values()} == {"Completed"}
    return {step: task.name.partition(": ")[2] for step, task in tasks.items()}


def edges(state: State[Any], count: int) -> dict[str, set[str]]:
    """Return, by step, the steps that Prefect's graph draws an arrow from."""
    runs = task_runs(state, count)
    names = {task.id: step for step, task in runs.items()}
    return {
        step: {names[before.id] for inputs in task.task_inputs.values() for before in inputs if hasattr(before, "id")}
        for step, task in runs.items()
    }


def logged(state: State[Any]) -> list[str]:
    """Return what the run that ended so has logged, as far as it has arrived."""
    run_id = state.state_details.flow_run_id
    assert run_id is not None
    with get_client(sync_client=True) as client:
        logs = client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id])))
    return [log.message for log in logs]


def artifacts(state: State[Any]) -> dict[str, Artifact]:
    """Return what the run left, by key."""
    ours = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_of(state).id]))
    with get_client(sync_client=True) as client:
        return {str(artifact.key): artifact for artifact in client.read_artifacts(artifact_filter=ours)}
