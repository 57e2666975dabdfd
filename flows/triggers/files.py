"""Loading a file of the secretariat from a form: its text, typed or pasted."""

import asyncio
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

import flows.chains
from actions import loading
from actions.loading import Batch, Pasted
from actions.loading.ics import Meant
from actions.refusals import KeptByRun
from flows import endings, record
from flows.acting import Done, acted
from planning.errors import CouncilError
from planning.library import chains_in


@flow(name="load", flow_run_name="{name}", persist_result=False)
async def load(
    name: str, text: str, by: str, calendar: str = "", body: str = "", as_of: datetime | None = None
) -> State[Any]:
    """Load bodies, holidays, meetings, timelines, resolutions … from the text of a file; all of it, or nothing.

    Args:
        name: The file's name, such as 2027.yaml; its ending says how it is read: .yaml, .csv for contacts, .ics.
        text: What the file holds.
        by: Who acts: a name, or the e-mail address of a contact.
        calendar: The duty station whose closed days an .ics file holds.
        body: The body whose meetings an .ics file holds.
        as_of: When this act counts as done; now if left empty.
    """

    file, meant = Pasted(name, text), Meant(calendar or None, body or None)
    try:
        batch = await asyncio.to_thread(_batch, file, meant, record.instant(as_of))
    except CouncilError as refusal:
        return await endings.refused(refusal)

    def act(session: Session, now: datetime) -> Done:
        known, ours = chains_in(flows.chains), record.settings()
        done = loading.store(session, batch, known, settings=ours, now=now, by=by)
        return Done("Loaded", str(done))

    return await acted(act, as_of)


def _batch(file: Pasted, meant: Meant, now: datetime) -> Batch:
    """Return what is left to do of the file, read and compared before anybody waits. Raises KeptByRun, LoadRefused."""
    ours = record.settings()
    batch = loading.read([file], ours, meant=meant)
    if found := next((entry.given for entry in batch.entries.contacts if entry.given.channels), None):
        raise KeptByRun(found.name)
    with record.look() as session:
        return loading.compare(session, batch, chains_in(flows.chains), settings=ours, now=now)
