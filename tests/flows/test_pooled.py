import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate

from flows import pooled
from flows.server import PrefectServer


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.xdist_group("prefect")
def test_every_deployment_is_handed_to_the_pool_of_many_machines(
    prefect_server: PrefectServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="council", type="process"))
        pooled.main("council")
        served = {found.name: found for found in client.read_deployments() if found.work_pool_name == "council"}
    assert {"hlpf-contribution", "timeline", "every-quarter-hour", "mark-met", "release-mail"} <= served.keys()
    assert served["hlpf-contribution"].entrypoint == "flows.declared.hlpf_contribution"
    assert served["every-quarter-hour"].schedules[0].schedule.timezone == "UTC"
    assert "mark-met/mark-met" in capsys.readouterr().out
