"""Who stands in for whom while people are away; and the end of links that were mailed to somebody."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.whom import linking
from flows.acting import Done, acted


@flow(name="end-links", flow_run_name="{person}", persist_result=False)
async def end_links(person: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """End all links mailed to a person so far, as when a mailbox was read by others; the next mail's links work.

    Args:
        person: An e-mail address, or a name.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        ended = linking.end(session, person, because=because, now=now, by=by)
        return Done("Ended", f"no link in the mail that {ended.name} has had works any more")

    return await acted(act, as_of)
