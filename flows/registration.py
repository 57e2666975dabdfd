"""Registration of our deployments with Prefect's server, and deletion of those that are no longer declared."""

from collections.abc import Collection, Sequence

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags, FlowFilter, FlowFilterId
from prefect.context import SyncClientContext
from prefect.deployments.runner import RunnerDeployment

OURS = "council"
"""The tag of every deployment of ours; what does not bear it is never touched."""


def register(deployments: Sequence[RunnerDeployment], pool: str) -> None:
    """Hand every deployment to the work pool; done again, it brings them up to date.

    One client serves all of them. With one each, as Prefect's own `apply` and `deploy` have it, 72 deployments cost 4 s
    of CPU here and 4 s in the server, with one for all 1 s and 4 s. Eight at a time are no faster, on either database:
    the server is what one waits for.
    """
    with SyncClientContext.get_or_create():
        for deployment in deployments:
            deployment.apply(work_pool_name=pool)


def delete_undeclared(client: SyncPrefectClient, declared: Collection[RunnerDeployment]) -> list[str]:
    """Return the names of our deployments that nothing declares any more; each is deleted, with its triggers."""
    ours = client.read_deployments(deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[OURS])))
    flows = client.read_flows(flow_filter=FlowFilter(id=FlowFilterId(any_=[each.flow_id for each in ours])))
    names = {flow.id: flow.name for flow in flows}
    gone = {f"{names[each.flow_id]}/{each.name}": each.id for each in ours}
    for deployment in declared:
        gone.pop(deployment.full_name, None)
    for number in gone.values():
        client.delete_resource_owned_automations(f"prefect.deployment.{number}")
        client.delete_deployment(number)
    return sorted(gone)
