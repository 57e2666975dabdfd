"""Runs our flows as a child: `python -P -m flows.flow_server MODULE`, where MODULE.deployments() says what to serve.

It starts clean: whatever an earlier process left running is crashed, the watch for runs that die is set, and
deployments that are declared no longer are deleted.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Protocol, cast

from prefect.client.orchestration import get_client
from prefect.context import AsyncClientContext
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import TerminationSignal
from prefect.runner import Runner

from flows import dead_runs, event_relay, readiness, registration
from record import logs, programs

LOG = logging.getLogger(f"{logs.NAME}.served")


class Serving(Protocol):
    """A module whose deployments are served."""

    def deployments(self) -> Sequence[RunnerDeployment]: ...


def main(module: str) -> None:
    """Serve until SIGTERM; the schedules stay on while nobody serves, so that a restart catches up."""
    programs.begin()
    logs.begin(os.environ)
    deployments = cast(Serving, import_module(module)).deployments()
    with get_client(sync_client=True) as client:
        crashed = dead_runs.crash_stale_runs(client, {str(each.flow_name) for each in deployments})
        LOG.info("what an earlier process had left is crashed", extra={"facts": {"runs": crashed}})
        dead_runs.watch_for_dead_runs(client)
        registration.delete_undeclared(client, deployments)
    with suppress(KeyboardInterrupt, TerminationSignal):
        asyncio.run(_serve(deployments))


async def _serve(deployments: Sequence[RunnerDeployment]) -> None:
    """Register the deployments, say that they can be used, and run them; as Prefect's `serve`, but with one client."""
    runner = Runner(pause_on_shutdown=False)
    async with AsyncClientContext.get_or_create():
        for deployment in deployments:
            await runner.aadd_deployment(deployment)
    readiness.tell()
    with event_relay.relaying():  # once the triggers are there that its events are to pull
        await runner.start()


if __name__ == "__main__":
    main(sys.argv[1])
