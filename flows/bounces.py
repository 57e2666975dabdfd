"""The flow that fetches returned mail; it is apart from the round, which no slow mailbox delays then."""

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger

from delivery import bounce_mailbox
from delivery.bounces import Taken
from flows import final_states, remedy_words, store_sessions
from planning.errors import CouncilError


@flow(name="bounces", persist_result=False)
async def fetch() -> State[Any]:
    """Fetch the unread delivery status notifications, and count them for the people whom they are about."""
    now = store_sessions.instant(None)

    def inside() -> Taken:
        with store_sessions.opened() as engine:
            return bounce_mailbox.collect(engine, store_sessions.settings(), now=now)

    try:
        taken = await asyncio.to_thread(inside)
    except CouncilError as refusal:
        return await final_states.failed("Not fetched", remedy_words.refusal(refusal))
    for name in taken.failing:
        get_run_logger().warning(f"{name}: the e-mail address is failing and no longer used")
    return await final_states.completed("Counted" if taken.counted else "Quiet", str(taken))
