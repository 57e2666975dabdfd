"""Shares of a round: on a work pool other runs send beside it what it has planned, each by its leases and lines.

A round hands out one for each batch that is due, as long as there are connections to the mail server for another
(COUNCIL_MAIL_CONNECTIONS). A run that comes too late, or finds no connection free, ends *Quiet*: nothing hangs on it.
"""

import asyncio
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from httpx import HTTPError
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run

from delivery import rounds
from delivery.sender import Delivered
from flows import final_states, remedy_words, store_sessions
from planning.errors import CouncilError
from planning.zones import in_geneva
from record import logs
from record.refusals import NoMailServer
from record.sending.holds import SendingHeld

LOG = logging.getLogger(f"{logs.NAME}.round")
DEPLOYMENT = "share"


def run_name() -> str:
    """Return `deliver` and the hour of the round (Zurich)."""
    return f"deliver/{in_geneva(store_sessions.instant(flow_run.parameters.get('as_of')))}"


@flow(name="deliver", flow_run_name=run_name, persist_result=False)
async def deliver(as_of: datetime | None = None) -> State[Any]:
    """Send what a round has planned, beside it, until nothing is due. Rounds start this; nobody has to.

    Args:
        as_of: Take this as now, as the round does; what is due then is really sent. Leave empty for now.
    """
    try:
        sent = await asyncio.to_thread(_share, store_sessions.instant(as_of))
    except SendingHeld as refusal:
        return await final_states.failed("Held", remedy_words.refusal(refusal))
    except NoMailServer as refusal:
        return await final_states.failed("No mail server", remedy_words.refusal(refusal))
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    return await final_states.completed("Sent" if sent.sent else "Quiet", ", ".join(counts(sent)) or "nothing was due")


def _share(now: datetime) -> Delivered:
    logs.begin(os.environ)  # in the run's own process: what became of each message
    with store_sessions.opened() as engine:
        return rounds.run_share(engine, store_sessions.settings(), now=now)


def counts(delivered: Delivered) -> Iterator[str]:
    """Yield `12 sent` and so on, for what there was."""
    yield from (f"{count} {name}" for name, count in asdict(delivered).items() if count)


def hand_out(shares: int, *, as_of: datetime | None) -> None:
    """Start so many runs in the pool. The round sends alone where there is no such deployment, or no server answers."""
    own: str = flow_run.id or "by hand"
    hour = {"as_of": as_of.isoformat()} if as_of else {}
    try:
        with get_client(sync_client=True) as client:
            theirs = client.read_deployment_by_name(f"{deliver.name}/{DEPLOYMENT}")
            for number in range(shares):
                key = f"{own}/{number}"
                client.create_flow_run_from_deployment(theirs.id, parameters=hour, idempotency_key=key)
    except (HTTPError, ObjectNotFound) as why:
        LOG.warning("the round sends alone", extra={"facts": {"because": type(why).__name__}})
