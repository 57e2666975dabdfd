"""Who is responsible for a deadline."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles import assigning
from flows.acting import Done, acted


@flow(name="assign", flow_run_name="{cycle} {step}", persist_result=False)
async def assign(cycle: str, step: str, person: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Make a person responsible for a step: reminders go there, in place of the role's people.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step, such as final-draft.
        person: The contact: an e-mail address, or a name.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = assigning.assign(session, cycle, step, person, now=now, by=by)
        return Done("Assigned", f"{found.name} is responsible for {cycle} {step}")

    return await acted(act, as_of)
