"""What a meeting has before it: the items of its agenda, and its papers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.bodies import agenda, papers
from flows import wording
from flows.acting import Done, acted


@flow(name="meeting-agenda", flow_run_name="{meeting} {number}", persist_result=False)
async def put_on_agenda(
    meeting: str,
    number: str,
    by: str,
    title: str = "",
    on: date | None = None,
    document: str = "",
    withdraw: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Put an item on a meeting's agenda, change it, or take it off.

    Args:
        meeting: The meeting's key, such as council-17.
        number: The item's number as the agenda prints it, such as PL 1.3.
        by: Who acts: a name, or the e-mail address of a contact.
        title: What it is about; as it was if left empty.
        on: The day on which it is taken up; as it was if left empty.
        document: The document that it takes up; as it was if left empty.
        withdraw: Take it off the agenda.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = agenda.put_on_agenda(
            session,
            meeting,
            number,
            title=title or None,
            document=document or None,
            on=on,
            withdraw=withdraw,
            now=now,
            by=by,
        )
        said = f"{found.title}, {found.on or 'undated'}" if found else "is withdrawn"
        said = "; ".join((said, *map(wording.call, agenda.hints(session, meeting, on, now=now))))
        return Done("Withdrawn" if withdraw else "On the agenda", f"{meeting} {number}: {said}")

    return await acted(act, as_of)


@flow(name="meeting-paper", flow_run_name="{document} before {meeting}", persist_result=False)
async def lay_before(
    meeting: str,
    document: str,
    by: str,
    purpose: str = "",
    clauses: Sequence[str] = (),
    withdraw: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Lay a document before a meeting; the day on which it was handed over is for the form `submit`.

    Args:
        meeting: The meeting's key, such as council-17.
        document: Its symbol, such as C17/8, or its address.
        by: Who acts: a name, or the e-mail address of a contact.
        purpose: For what: information, consideration, decision.
        clauses: The clauses that it serves, such as council-1332/tor-c.
        withdraw: It lies before the meeting no more.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = papers.lay_before(
            session, meeting, document, purpose=purpose or None, clauses=clauses, withdraw=withdraw, now=now, by=by
        )
        said = f"{found.symbol} is before {meeting}" if found else f"{document} is before {meeting} no more"
        return Done("Withdrawn" if withdraw else "Laid", said)

    return await acted(act, as_of)
