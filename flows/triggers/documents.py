"""Acts on papers: a document handed to a body outside the steps, its receipt, an answer to a circular."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions import circulars, submitting
from flows.acting import Done, acted, of, of_deadline


@flow(name="submit", flow_run_name="submitted: {document} to {body}", persist_result=False)
async def submit(
    document: str,
    body: str,
    by: str,
    on: date | None = None,
    purpose: str = "",
    via: str = "",
    cycle: str = "",
    clauses: Sequence[str] = (),
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that a document was handed to a body outside the steps of a cycle.

    Args:
        document: Its symbol, such as C17/47-E, or its address.
        body: The body that it was handed to, such as council.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it was handed over; today if left empty.
        purpose: For what: information, consideration, decision.
        via: The body through which it went.
        cycle: The cycle that it belongs to, such as hlpf-contribution/2017.
        clauses: The clauses that it serves, such as council-1332/sg-6.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = submitting.submit(
            session,
            document,
            body,
            on=on,
            purpose=purpose or None,
            via=via or None,
            cycle=cycle or None,
            clauses=clauses,
            now=now,
            by=by,
        )
        said = f"{found.symbol} was handed to {found.body} on {found.on}"
        return Done("Submitted", said, (of("document", "submitted", found.symbol, cycle or None),))

    return await acted(act, as_of)


@flow(name="receipt", flow_run_name="received: {cycle} {step}", persist_result=False)
async def receive(
    cycle: str, step: str, reference: str, by: str, on: date | None = None, as_of: datetime | None = None
) -> State[Any]:
    """Record that a body has received what a step handed over.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step that handed it over, such as submission.
        reference: The word of the body: a mail, a number, an address.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day of the receipt; today if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = submitting.receive(session, cycle, step, on=on, reference=reference, now=now, by=by)
        said = f"{found.body} has received {found.symbol}"
        return Done("Received", said, (of_deadline(session, "received", cycle, step),))

    return await acted(act, as_of)


@flow(name="answer-circular", flow_run_name="answered: {circular} by {organization}", persist_result=False)
async def answer_circular(
    circular: str, organization: str, on: date, by: str, document: str = "", as_of: datetime | None = None
) -> State[Any]:
    """Record an organization's answer to a circular or a questionnaire.

    Args:
        circular: Its symbol, such as CL-17/20.
        organization: Who has answered, by its name.
        on: The day on which the answer came.
        by: Who acts: a name, or the e-mail address of a contact.
        document: The document that holds it.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        if not circulars.answer(session, circular, organization, on, document or None, now=now, by=by):
            return Done("Known", "this answer is recorded already")
        said = f"{organization} has answered {circular}"
        return Done("Answered", said, (of("circular", "answered", circular),))

    return await acted(act, as_of)
