"""What an officer knows of people's addresses."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions import bouncing
from flows.acting import Done, Happening, acted


@flow(name="reachable", flow_run_name="reachable again", persist_result=False)
async def reachable(person: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Have somebody's e-mail address used again: what came back before no longer counts.

    Args:
        person: An e-mail address, or a name.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = bouncing.reachable(session, person, because=because, now=now, by=by)
        happened = Happening("council.outbox.reachable", {"prefect.resource.id": "council.outbox"})
        return Done("Reachable", f"{found.name} is written to again", (happened,))

    return await acted(act, as_of)
