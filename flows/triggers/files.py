"""Loading a file of the secretariat from a form: its text, typed or pasted."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

import flows.chains
from actions.loading import Pasted
from actions.loading import load as load_files
from actions.loading.entries import read
from actions.loading.ics import Meant
from actions.refusals import KeptByRun
from flows import record
from flows.acting import Done, acted, of
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

    def act(session: Session, now: datetime) -> Done:
        file, meant = Pasted(name, text), Meant(calendar or None, body or None)
        if found := next((one.given for one in read([file], meant).contacts if one.given.channels), None):
            raise KeptByRun(found.name)
        done = load_files(
            session, [file], chains_in(flows.chains), settings=record.settings(), meant=meant, now=now, by=by
        )
        return Done("Loaded", str(done), (of("file", "loaded", name),))

    return await acted(act, as_of)
