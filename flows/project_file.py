"""prefect.yaml, written from the declared deployments: `python -P -m flows.project_file` (part of `make index`).

Where machines run on Prefect's own ground, `prefect deploy --all` hands its deployments to the pool of that name.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment

from flows import deployments
from flows.pooled import HEARTBEAT

FILE = Path(__file__).parents[1] / "prefect.yaml"
POOL = "council"
HEAD = """\
# Written by `make index` from the declarations in flows/: edit those, not this.
# `prefect deploy --all --no-prompt` hands all of it to the work pool "council", whose workers have this checkout as
# their folder (docs/operations.md, "Many machines").
"""


class _Plain(yaml.SafeDumper):
    """Writes the same mapping each time in full, so that no reader meets an anchor of YAML."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text() -> str:
    """Return the file as the declarations have it now."""
    project = {"name": "council", "pull": [], "deployments": [dict(_fields(each)) for each in deployments.pooled()]}
    return HEAD + yaml.dump(project, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


def _fields(deployment: RunnerDeployment) -> Iterator[tuple[str, Any]]:
    """Yield what `prefect deploy` reads of a deployment; it finds the flow by its module, which has no path."""
    yield "name", deployment.name
    yield "entrypoint", deployment.entrypoint
    yield "description", deployment.description
    yield "tags", deployment.tags
    yield "schedules", [_schedule(each.schedule) for each in deployment.schedules or ()]
    if deployment.triggers:
        yield "triggers", [_trigger(each) for each in deployment.triggers]
    yield "work_pool", {"name": POOL, "job_variables": {"env": HEARTBEAT}}


def _schedule(schedule: object) -> Mapping[str, str | None]:
    assert isinstance(schedule, CronSchedule)
    return {"cron": schedule.cron, "timezone": schedule.timezone}


def _trigger(trigger: Any) -> Mapping[str, Any]:
    """Return a trigger as it was declared, with its sets in an order that is the same in every run."""
    declared: dict[str, Any] = trigger.model_dump(mode="json", exclude_unset=True)
    return declared | {"expect": sorted(declared["expect"])}


def main() -> None:
    """Write the file anew."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
