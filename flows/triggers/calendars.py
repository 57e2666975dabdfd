"""A private calendar offered to a contact: its address comes into being when the reader of the mail asks for it.

So no run's parameters, state or log ever hold one.
"""

import asyncio
from datetime import datetime
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.feeds import posting, requesting
from flows import record
from flows.acting import Done, acted
from planning.clock import utc_now


@flow(name="offer-calendar", flow_run_name="{person}", persist_result=False)
async def offer_calendar(
    person: str,
    by: str,
    selection: str = requesting.MINE,
    language: Literal["ar", "en", "es", "fr", "ru", "zh"] = "en",
    as_of: datetime | None = None,
) -> State[Any]:
    """Mail a contact a link to their own address of a calendar; it works once, for three days.

    Args:
        person: Whom: a name, or the e-mail address of a contact.
        by: Who acts: a name, or the e-mail address of a contact.
        selection: Which dates, such as body/council~deadlines; `mine` is what they have to do.
        language: The language of the calendar and of the mail.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        asked = requesting.offer(session, person, selection, language, now=now, by=by)
        return Done("Offered", f"a link to {asked.selection} in {asked.language} is on its way to {person}")

    ended = await acted(act, as_of)
    if ended.is_completed():
        await asyncio.to_thread(_post)
    return ended


def _post() -> None:
    with record.opened() as engine:
        posting.send_waiting(engine, record.settings(), clock=utc_now)
