"""A supervisor in a process of its own, and what the server under it knows."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun

from tests.wait import until

SUPERVISE = """
import sys
from pathlib import Path
from flows.supervisor import Served, supervise
folder, template = map(Path, sys.argv[1:])
tell = lambda server: print(server.api_url, server.environment["PREFECT_API_AUTH_STRING"], flush=True)
supervise(folder, Served("trial_deployments", 0), template=template, ready=tell)
"""


ASK = 1.0  # seconds between two questions to a Prefect server, each of which costs it a hundredth of one
PATIENCE = 300  # seconds: a request that its server does not answer, Prefect's client asks again after a minute


@dataclass(frozen=True)
class Up:
    """The supervisor's process, and a client of its server."""

    process: "subprocess.Popen[str]"
    client: SyncPrefectClient

    def starts(self, deployment: str, **parameters: object) -> UUID:
        return self.client.create_flow_run_from_deployment(self.deployment_id(deployment), parameters=parameters).id

    def deployment_id(self, name: str) -> UUID:
        return until(lambda: next((d.id for d in self.client.read_deployments() if d.name == name), None), every=ASK)

    def reaches(self, run: UUID, state: str) -> FlowRun:
        def reached() -> FlowRun | None:
            read = self.client.read_flow_run(run)
            return read if read.state and read.state.name == state else None

        return until(reached, PATIENCE, every=ASK)


def start(folder: Path, template: Path, environment: Mapping[str, str] | None = None) -> Up:
    """Return the supervisor, once its server answers; it serves the deployments of trial_deployments.py."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, str(folder), str(template)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), **(environment or {})},
    )
    assert process.stdout is not None
    address, password = process.stdout.readline().split()
    return Up(process, SyncPrefectClient(address, auth_string=password))
