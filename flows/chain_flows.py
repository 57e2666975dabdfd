"""One flow for each declared chain, by its own name, made here from its file; and one for cycles without a declaration.

A run is started in a process of its own, which finds its flow by its name in this module: for the chain
`hlpf-contribution`, `flows.chain_flows.hlpf_contribution`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from prefect import Flow, flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from flows import walks
from kernel import chains
from planning.chain import Chain
from record.cycles.snapshots import split_name, unended_names


def flow_of(chain: Chain) -> Flow[..., Any]:
    """Return the flow that walks the cycles of a chain."""

    async def of_chain(cycle: str = "", as_of: datetime | None = None) -> State[Any]:
        """Show how each step of a cycle stands, as a graph of the chain.

        Args:
            cycle: The edition, such as 2017; if left empty, each living one that changed since the last such walk.
            as_of: Show how it stood then; now, if left empty.
        """
        if not cycle:
            return await walks.walk_all(walking, walks.editions(chain.slug), as_of)
        return await walks.walk(f"{chain.slug}/{cycle}", as_of)

    of_chain.__module__, of_chain.__name__ = __name__, chain.slug.replace("-", "_")
    walking = flow(
        name=chain.slug,
        description=f"{chain.title}: shows how each step of its cycles stands. Mandate: {chain.mandate}.",
        flow_run_name=walks.run_name,
        persist_result=False,
    )(of_chain)
    return walking


def undeclared(session: Session, now: datetime) -> Mapping[str, str]:
    """Return the living cycles of which no file declares the chain: a loaded timeline is walked too."""
    return {name: name for name in unended_names(session, now) if split_name(name)[0] not in FLOWS}


@flow(name="timeline", flow_run_name=walks.run_name, persist_result=False)
async def timeline(cycle: str = "", as_of: datetime | None = None) -> State[Any]:
    """Show how each step of a loaded timeline stands, of a cycle whose chain is not declared.

    Args:
        cycle: Its full name, such as council-session/C17; if left empty, each living one without a declared chain
            that changed since the last such walk.
        as_of: Show how it stood then; now, if left empty.
    """
    if not cycle:
        return await walks.walk_all(timeline, undeclared, as_of)
    return await walks.walk(cycle, as_of)


FLOWS: Mapping[str, Flow[..., Any]] = {slug: flow_of(chain) for slug, chain in chains.declared().items()}
globals().update({walking.fn.__name__: walking for walking in FLOWS.values()})
