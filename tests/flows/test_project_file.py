"""prefect.yaml says what the declarations say, and `prefect deploy` makes of it what `flows.pooled` registers."""

import os
import subprocess
import sys
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate

from flows import pooled, project_file
from flows.server import PrefectServer

OWN = {"id", "created", "updated", "created_by", "updated_by", "last_polled", "version_id", "version_info", "version"}


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what an office has set otherwise: forms of acts, a mailbox for what comes back."""
    for name in ("COUNCIL_PREFECT_ACTS", "COUNCIL_BOUNCES_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_file_is_current() -> None:
    assert project_file.FILE.read_text(encoding="utf-8") == project_file.text(), "make index"


@pytest.mark.proof("every deployment is registered twice: half a minute of CPU")
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.xdist_group("prefect")
def test_prefect_deploy_registers_what_the_declarations_do(prefect_server: PrefectServer) -> None:
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name=project_file.POOL, type="process"), overwrite=True)
        deployed(prefect_server)
        of_file = registered(client)
        pooled.main(project_file.POOL)
        of_declarations = registered(client)
    assert of_file.keys() == of_declarations.keys()
    for name, declared in of_declarations.items():
        assert of_file[name] == declared


def deployed(server: PrefectServer) -> None:
    """Run `prefect deploy` as an operator does, in the checkout."""
    command = [sys.executable, "-P", "-m", "prefect", "--no-prompt", "deploy", "--all"]
    own = {
        **os.environ,
        **server.environment,
        "PREFECT_API_URL": server.api_url,
        "PYTHONPATH": str(project_file.FILE.parent),
    }
    done = subprocess.run(command, cwd=project_file.FILE.parent, env=own, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def registered(client: SyncPrefectClient) -> dict[str, Any]:
    """Return what the server knows of each deployment of the pool, without what is of one registration."""
    every = [each for each in client.read_deployments(limit=200) if each.work_pool_name == project_file.POOL]
    return {each.name: _lasting(each.model_dump(mode="json", exclude=OWN)) for each in every}


def _lasting(facts: dict[str, Any]) -> dict[str, Any]:
    schedules = [each["schedule"] for each in facts["schedules"]]
    return facts | {"schedules": schedules, "pull_steps": facts["pull_steps"] or None}
