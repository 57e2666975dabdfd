"""The child that runs our flows: `python -P -m flows.served MODULE`, where MODULE.deployments() returns what to serve.

It starts clean: whatever an earlier process left running is crashed, the watch for runs that die is set, and
deployments that are declared no longer are deleted.
"""

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from prefect import serve
from prefect.client.orchestration import get_client
from prefect.deployments.runner import RunnerDeployment

from actions import privacy
from actions.watch import logs
from flows import dead_runs, registration

LOG = logging.getLogger(f"{logs.NAME}.served")


class Serving(Protocol):
    """A module whose deployments are served."""

    def deployments(self) -> Sequence[RunnerDeployment]: ...


def main(module: str) -> None:
    """Serve until SIGTERM; the schedules stay on while nobody serves, so that a restart catches up."""
    privacy.begin()
    logs.begin(os.environ)
    deployments = cast(Serving, import_module(module)).deployments()
    with get_client(sync_client=True) as client:
        crashed = dead_runs.crash_stale_runs(client, {str(each.flow_name) for each in deployments})
        LOG.info("what an earlier process had left is crashed", extra={"facts": {"runs": crashed}})
        dead_runs.watch_for_dead_runs(client)
        registration.delete_undeclared(client, deployments)
    serve(*deployments, pause_on_shutdown=False, print_starting_message=False)


if __name__ == "__main__":
    main(sys.argv[1])
