"""What the supervisor serves in its tests: a flow on the clock, one made by a factory, and one that takes its time."""

import asyncio
from datetime import datetime
from typing import Any

from prefect import Flow, flow, task
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.runtime import flow_run
from prefect.schedules import Cron
from prefect.states import Completed
from prefect.types.entrypoint import EntrypointType

STANDINGS = {"comments": "Met", "final-draft": "Due soon"}


@task(task_run_name="{step}", cache_policy=None)
async def reckon(step: str) -> State[Any]:
    return Completed(name=STANDINGS[step], message=f"{step} is due")


def walk_of(slug: str) -> Flow[..., Any]:
    async def walk(cycle: str) -> State[Any]:
        before: list[State[Any]] = []
        for step in STANDINGS:
            before = [await reckon(step, wait_for=before, return_state=True)]
        return Completed(name="Walked", message=cycle)

    # A served run imports its flow by this name.
    walk.__module__, walk.__name__ = __name__, slug.replace("-", "_")
    return flow(name=slug, flow_run_name=slug + "/{cycle}")(walk)


@flow(name="tick")
async def tick() -> State[Any]:
    at: datetime = flow_run.scheduled_start_time
    return Completed(name="Ticked", message=at.isoformat())


@flow(name="linger")
async def linger() -> None:
    await asyncio.sleep(600)


globals()["hlpf_contribution"] = walk_of("hlpf-contribution")


def deployments() -> list[RunnerDeployment]:
    by_name = EntrypointType.MODULE_PATH
    return [
        tick.to_deployment("clock", schedule=Cron("* * * * *", timezone="Europe/Zurich"), entrypoint_type=by_name),
        linger.to_deployment("desk", entrypoint_type=by_name),
        globals()["hlpf_contribution"].to_deployment("chain", entrypoint_type=by_name),
    ]
