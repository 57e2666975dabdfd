"""The form that takes an act back, by the id in the act's journal line."""

from datetime import datetime
from functools import partial
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import forms, store_sessions
from kernel import runner
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request


@flow(name="undo", flow_run_name=partial(forms.run_name, ["line"], "undo"), persist_result=False)
async def undo(
    line: str, by: str, because: str = "", preview: bool = False, as_of: datetime | None = None
) -> State[Any]:
    """Take an act back, as long as what it touched is as it left it.

    Args:
        line: The id of the act, as its line in the journal bears it.
        by: Who acts: a name, or the e-mail address of a contact.
        because: Why, in a sentence for the journal.
        preview: Only show what it would do; do nothing.
        as_of: When this act counts as done; now if left empty.
    """

    def ask() -> Request:
        hand = Identity(by, forms.GRANTS)
        with store_sessions.look() as session:
            how: dict[str, Any] = {"because": because or None, "by": hand, "door": Door.PREFECT}
            return runner.undoing(session, line, **how, now=store_sessions.instant(as_of))

    return await forms.run(ask, is_preview=preview)
