"""Trying a channel by a harmless message, sealing what stands unsealed, and using an address again that had failed."""

import asyncio
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.delivery import channels, trying
from actions.whom import failing
from flows import endings, record
from flows.acting import Done, acted
from planning.errors import CouncilError


@flow(name="test-channel", flow_run_name="channel {channel}", persist_result=False)
async def test_channel(channel: int, by: str) -> State[Any]:
    """Send a harmless message by one channel, and say what became of it.

    Args:
        channel: Its number, as `council channels list` shows it.
        by: Who acts: a name, or the e-mail address of a contact.
    """
    now = record.instant(None)

    def send() -> trying.Tried:
        with record.opened() as engine:
            return trying.try_out(engine, record.settings(), channel, now=now, by=by)

    try:
        tried = await asyncio.to_thread(send)
    except CouncilError as refusal:
        return await endings.refused(refusal)
    if tried.taken:
        return await endings.completed("Taken", tried.sentence)
    return await endings.failed("Not taken", tried.sentence)


@flow(name="seal-channels", flow_run_name="channels", persist_result=False)
async def seal_channels(by: str, as_of: datetime | None = None) -> State[Any]:
    """Seal with the newest key the URLs that are not, and have the database forget what they were.

    Args:
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        count = channels.seal(session, record.settings(), now=now, by=by)
        return Done("Sealed", f"{count} channels sealed")

    state = await acted(act, as_of)
    if state.is_completed():
        await asyncio.to_thread(_scrub)
    return state


def _scrub() -> None:
    with record.opened() as engine:
        channels.scrub(engine)


@flow(name="reachable", flow_run_name="{person}", persist_result=False)
async def reachable(person: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Have somebody's e-mail address used again: what came back before no longer counts.

    Args:
        person: An e-mail address, or a name.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = failing.reachable(session, person, because=because, now=now, by=by)
        return Done("Reachable", f"{found.name} is written to again")

    return await acted(act, as_of)
