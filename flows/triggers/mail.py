"""Letting held mail leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions import outbox
from flows.acting import Done, Happening, acted
from planning.errors import CouncilError


class NothingNamed(CouncilError):
    """Mail to the membership leaves by an officer's word about that mail, not by an empty form."""

    def __init__(self) -> None:
        super().__init__("no mail is named; name a cycle or message numbers, or choose everything")


@flow(name="release-mail", flow_run_name="released: {cycle}", persist_result=False)
async def release_mail(
    by: str,
    cycle: str = "",
    messages: Sequence[int] = (),
    everything: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Let held mail leave with the next round, which follows at once.

    Args:
        by: Who acts: a name, or the e-mail address of a contact.
        cycle: Every held message of this cycle.
        messages: These messages, by their numbers in the outbox.
        everything: Every held message.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        if not (messages or cycle or everything):
            raise NothingNamed
        chosen = list(messages) or outbox.held(session, cycle or None)
        count = outbox.release(session, chosen, now=now, by=by)
        happened = Happening("council.outbox.released", {"prefect.resource.id": "council.outbox"})
        return Done("Released", f"{count} messages released", (happened,) if count else ())

    return await acted(act, as_of)
