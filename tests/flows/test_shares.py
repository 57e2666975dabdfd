"""A round on a work pool hands out runs that send beside it; without a pool it sends alone."""

import logging

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName

from delivery import rounds
from flows import deployments, project_file, registration, shares
from planning.clock import utc_now
from tests.flows.prefect_states import ended, run
from tests.flows.test_rounds import FORTNIGHT_BEFORE
from tests.secretariat import Desk

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them


@flow(name="hands-out", persist_result=False)
async def hands_out() -> None:
    """Hand out as a round does, twice, as where Prefect runs it again."""
    for _ in range(2):
        shares.hand_out(2, as_of=FORTNIGHT_BEFORE)


def handed_out(client: SyncPrefectClient) -> list[object]:
    """Return the hours of the runs that wait in the pool."""
    runs = client.read_flow_runs(flow_filter=FlowFilter(name=FlowFilterName(any_=["deliver"])))
    return [each.parameters.get("as_of") for each in runs if each.work_pool_name == project_file.POOL]


def test_a_round_hands_out_its_shares_once_and_sends_alone_where_nothing_takes_them(
    office: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with get_client(sync_client=True) as client, caplog.at_level(logging.WARNING, logger=shares.LOG.name):
        registration.delete_undeclared(client, [])  # what another story left on this server
        shares.hand_out(2, as_of=FORTNIGHT_BEFORE)
        assert [each.message for each in caplog.records] == ["the round sends alone"]
        client.create_work_pool(WorkPoolCreate(name=project_file.POOL, type="process"), overwrite=True)
        ours = [each for each in deployments.pooled() if each.flow_name == "deliver"]
        registration.register(ours, project_file.POOL)
        run(hands_out)
        assert handed_out(client) == [FORTNIGHT_BEFORE.isoformat()] * 2
        registration.delete_undeclared(client, [])


def test_a_share_sends_what_was_planned_and_a_late_one_nothing(office: Desk) -> None:
    office.opens_agreed()
    rounds.plan(office.engine, office.settings, now=FORTNIGHT_BEFORE, clock=utc_now)
    assert ended(run(shares.deliver, as_of=FORTNIGHT_BEFORE)) == ("Sent", "1 sent")
    assert ended(run(shares.deliver, as_of=FORTNIGHT_BEFORE)) == ("Quiet", "nothing was due")
    assert len(office.sink.mails) == 1


def test_one_machine_has_no_deployment_for_shares(office: Desk) -> None:
    assert "share" not in {each.name for each in deployments.deployments()}
    assert "share" in {each.name for each in deployments.pooled()}
