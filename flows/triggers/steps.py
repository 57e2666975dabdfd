"""Adding a step to one cycle: a clearance, a translation, an approval by a chair."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles import adding
from flows.acting import Done, acted
from planning.chain import SECRETARIAT
from planning.evidence import Evidence


@flow(name="add-step", flow_run_name="{cycle} {step}", persist_result=False)
async def add_step(
    cycle: str,
    step: str,
    title: str,
    by: str,
    actor: str = SECRETARIAT,
    to: str = "",
    via: str = "",
    purpose: str = "",
    follows: Sequence[str] = (),
    before: Sequence[str] = (),
    evidence: Evidence | None = None,
    confirmation: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Add a step to this cycle alone; it has no date until one is agreed.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: Its name: small letters, digits and hyphens, such as clearance.
        title: What is to be done, such as 'Have the text cleared'.
        by: Who acts: a name, or the e-mail address of a contact.
        actor: Who owes it.
        to: To whom.
        via: Through whom.
        purpose: For what: information, consideration, decision, submission.
        follows: The steps that come before it.
        before: The steps that need it, or an anchor's end that it must precede.
        evidence: What it is met with; what is usual if left empty.
        confirmation: It is met only when a second person has confirmed it.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        adding.add_step(
            session,
            cycle,
            step,
            title=title,
            acts=actor,
            to=to or None,
            via=via or None,
            purpose=purpose or None,
            follows=follows,
            before=before,
            evidence=evidence,
            confirmation=confirmation,
            now=now,
            by=by,
        )
        said = f"{cycle} has the step {step}, undated until a date is agreed"
        return Done("Added", said)

    return await acted(act, as_of)
