"""What the supervisor serves in its tests: some real deployments, a round every twenty seconds, a flow that lingers."""

import asyncio

from prefect import flow
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.deployments import deployments as real_deployments
from flows.rounds import remind

SOME = ("hlpf-contribution", "deadline-met", "cycle-open", "title-set", "every-quarter-hour")


@flow(name="linger")
async def linger() -> None:
    await asyncio.sleep(600)


def deployments() -> list[RunnerDeployment]:
    by_name = EntrypointType.MODULE_PATH
    often = Cron("* * * * * */20", timezone="UTC")  # a cron expression with seconds
    return [
        *(each for each in real_deployments() if each.name in SOME),
        linger.to_deployment("linger", entrypoint_type=by_name),
        remind.to_deployment("often", schedule=often, entrypoint_type=by_name),
    ]
