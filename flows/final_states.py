"""How a run ends: plainly Completed or Failed, for Prefect's pages list runs by these names of states alone.

Our own word for what came of it stands first in the run's name and in the message of its state: `Met: …`.
"""

from typing import Any

from httpx import HTTPError
from prefect.artifacts import acreate_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows import remedy_words
from planning.errors import CouncilError


async def completed(word: str, message: str) -> State[Any]:
    """Return Completed with the message `Met: …`, and name the run `Met: …`."""
    await _name_run(word)
    return Completed(message=f"{word}: {message}")


async def failed(word: str, message: str) -> State[Any]:
    """Return Failed with the message `Held: …`, and name the run `Held: …`."""
    await _name_run(word)
    return Failed(message=f"{word}: {message}")


async def refused(refusal: CouncilError) -> State[Any]:
    """Return Failed with the sentence of the refusal, and name the run `Refused: …`."""
    return await failed("Refused", remedy_words.refusal(refusal))


async def keep_table(key: str, rows: list[dict[str, str]], description: str) -> None:
    """Show a table beside the run. What the run did is done, so that a server out of reach is only logged."""
    if FlowRunContext.get() is None or not rows:
        return
    try:
        await acreate_table_artifact(key=key, table=rows, description=description)
    except HTTPError as fault:
        get_run_logger().warning(f"the table {key!r} could not be kept beside this run: {type(fault).__name__}")


async def _name_run(word: str) -> None:
    """Put the word before the run's name. What the run did is done, so that a server out of reach is only logged."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    name = f"{word}: {context.flow_run.name}"
    try:
        async with get_client() as client:
            await client.set_flow_run_name(context.flow_run.id, name)
    except HTTPError as fault:
        get_run_logger().warning(f"this run could not be named {name!r}: {type(fault).__name__}")
