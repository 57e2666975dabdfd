"""Runs of forms keep what was typed into them, names too: the ended ones are deleted once a person is erased."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import TERMINAL_STATES

from flows.registration import OURS

FORMS = "desk"
"""The tag of what is started by hand, which its runs bear too."""

PAGE = 200  # runs, the most that Prefect gives at once


def delete_ended(client: SyncPrefectClient) -> int:
    """Delete every run of a form that has ended, with its parameters; return how many. Raises HTTPError.

    What they did stands in the journal. Whose name was typed is not asked: it may have been typed in any way.
    """
    asked = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[OURS, FORMS]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
    )
    count = 0
    while runs := client.read_flow_runs(flow_run_filter=asked, limit=PAGE):
        for run in runs:
            client.delete_flow_run(run.id)
        count += len(runs)
    return count
