"""Many machines: `python -P -m flows.pooled POOL` hands our deployments to a work pool, whose workers run them."""

import sys

from prefect.client.orchestration import get_client

from flows import dead_runs, deployments, registration
from record import programs

HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
"""In the environment of each run, whichever worker starts it: the watch for dead runs counts on it."""


def main(pool: str) -> None:
    """Register every deployment with the pool, at PREFECT_API_URL; done again, it brings them up to date.

    Runs of workers are left alone; those whose worker dies with them are crashed by the watch.
    """
    programs.begin()
    ours = deployments.pooled()
    for deployment in ours:
        deployment.job_variables["env"] = HEARTBEAT
    registration.register(ours, pool)
    with get_client(sync_client=True) as client:
        dead_runs.watch_for_dead_runs(client)
        gone = registration.delete_undeclared(client, ours)
    print(*(deployment.full_name for deployment in ours), *(f"{name}: deleted" for name in gone), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
