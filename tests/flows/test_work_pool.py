from collections import Counter
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.events.actions import RunDeployment
from prefect.types.entrypoint import EntrypointType

from flows import dead_runs, pooled, registration
from flows.deployments import deployments
from flows.server import PrefectServer
from tests.flows import trial_deployments

pytestmark = [
    pytest.mark.proof("every deployment is registered twice: half a minute of CPU"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("prefect"),
]


def tagged(client: SyncPrefectClient, tag: str) -> set[str]:
    """Return the deployments that bear the tag, as a secretary finds them on the page."""
    asked = DeploymentFilter(tags=DeploymentFilterTags(all_=[tag]))
    return {deployment.name for deployment in client.read_deployments(deployment_filter=asked)}


def triggers(client: SyncPrefectClient) -> Counter[UUID | None]:
    """Return how many automations there are by the deployment that they run."""
    actions = (action for automation in client.read_automations() for action in automation.actions)
    return Counter(action.deployment_id for action in actions if isinstance(action, RunDeployment))


def test_every_deployment_is_handed_to_the_pool_of_many_machines(
    prefect_server: PrefectServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNCIL_PREFECT_ACTS", "yes")
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="council", type="process"), overwrite=True)
        old = _taken_away("chain-of-old", tags=[registration.OURS])
        _taken_away("stranger")
        pooled.main("council")
        pooled.main("council")
        every = client.read_deployments()
        served = {deployment.name: deployment for deployment in every if deployment.work_pool_name == "council"}
        assert client.find_automation(dead_runs.WATCH) is not None
        assert "chain-of-old" not in {deployment.name for deployment in client.read_deployments()}
        assert "stranger" in {deployment.name for deployment in client.read_deployments()}
        numbers = triggers(client)
        wanted = {each.name: len(each.triggers) for each in deployments()} | {"stranger": 1}
        assert {each.name: numbers[each.id] for each in every if each.name in wanted} == wanted
        assert old not in numbers
        papers = tagged(client, "papers")
    assert {"hlpf-contribution", "timeline", "every-quarter-hour", "deadline-met", "outbox-release"} <= served.keys()
    assert served["hlpf-contribution"].entrypoint == "flows.chain_flows.hlpf_contribution"
    assert served["every-quarter-hour"].schedules[0].schedule.timezone == "UTC"
    assert served["deadline-met"].job_variables["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] == "30"
    assert (
        served["deadline-met"].description
        == "Record that a step is completed, today unless a day is given; no more reminders of it leave."
    )
    assert {"document-submit", "meeting-paper"} <= papers
    assert "deadline-met" not in papers
    lines = capsys.readouterr().out.splitlines()
    assert "deadline-met/deadline-met" in lines
    assert lines.count("linger/chain-of-old: deleted") == 1


def _taken_away(name: str, tags: list[str] | None = None) -> UUID:
    """Register a deployment of which nothing that is served knows, and return its id."""
    trigger = next(each for each in deployments() if each.triggers).triggers[0].model_copy()
    made = trial_deployments.linger.to_deployment(
        name, entrypoint_type=EntrypointType.MODULE_PATH, tags=tags, triggers=[trigger]
    )
    return UUID(str(made.apply()))
