"""Fetching what came back from the mailbox, by its own flow: a mail server that hangs holds no round up."""

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger

from actions.delivery import collecting
from actions.delivery.bouncing import Taken
from flows import endings, record, wording
from planning.errors import CouncilError


@flow(name="bounces", persist_result=False)
async def fetch() -> State[Any]:
    """Fetch the unread delivery status notifications, and count them for the people whom they are about."""
    now = record.instant(None)

    def inside() -> Taken:
        with record.opened() as engine:
            return collecting.collect(engine, record.settings(), now=now)

    try:
        taken = await asyncio.to_thread(inside)
    except CouncilError as refusal:
        return await endings.failed("Not fetched", wording.refusal(refusal))
    for name in taken.failing:
        get_run_logger().warning(f"{name}: the e-mail address is failing and no longer used")
    return await endings.completed("Counted" if taken.counted else "Quiet", str(taken))
