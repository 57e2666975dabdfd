"""Acts on papers: a document handed to a body outside the steps, its receipt, its symbols and languages; circulars."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field
from sqlalchemy.orm import Session

from actions.papers import circulars, documents, submitting
from actions.papers.documents import LANGUAGES, STATES
from flows.acting import Done, acted

Language = Annotated[str, Field(json_schema_extra={"enum": list(LANGUAGES)})]
State_ = Annotated[str, Field(json_schema_extra={"enum": list(STATES)})]


@flow(name="submit", flow_run_name="{document} to {body}", persist_result=False)
async def submit(
    document: str,
    body: str,
    by: str,
    on: date | None = None,
    purpose: str = "",
    via: str = "",
    cycle: str = "",
    clauses: Sequence[str] = (),
    sure: bool = False,
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
        sure: The day is right, although it lies years from the edition.
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
            sure=sure,
            now=now,
            by=by,
        )
        said = f"{found.symbol} was handed to {found.body} on {found.on}"
        return Done("Submitted", said)

    return await acted(act, as_of)


@flow(name="receipt", flow_run_name="{cycle} {step}", persist_result=False)
async def receive(
    cycle: str,
    step: str,
    reference: str,
    by: str,
    on: date | None = None,
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that a body has received what a step handed over.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step that handed it over, such as submission.
        reference: The word of the body: a mail, a number, an address.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day of the receipt; today if left empty.
        sure: The day is right, although it lies years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = submitting.receive(session, cycle, step, on=on, reference=reference, sure=sure, now=now, by=by)
        said = f"{found.body} has received {found.symbol}"
        return Done("Received", said)

    return await acted(act, as_of)


@flow(name="document-also", flow_run_name="{document} is {other}", persist_result=False)
async def also_issued(document: str, other: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Record that the text of a document was issued under another symbol too, for instance to another body.

    Args:
        document: A symbol of it, such as C17/8, or its address.
        other: The other symbol, such as WG-WSIS-30/20.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = documents.also_issued(session, document, other, now=now, by=by)
        return Done("Also issued", f"{other} is {found.name}")

    return await acted(act, as_of)


@flow(name="document-language", flow_run_name="{document} {language} {state}", persist_result=False)
async def set_language(
    document: str, language: Language, state: State_, by: str, url: str = "", as_of: datetime | None = None
) -> State[Any]:
    """Record how a document stands in a language.

    Args:
        document: A symbol of it; C17/47(Rev.1) names an issue.
        language: One of the six official languages.
        state: How it stands in it.
        by: Who acts: a name, or the e-mail address of a contact.
        url: Where it stands.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        documents.set_language(session, document, language, state, url=url or None, now=now, by=by)
        return Done("Recorded", f"{document} {language}: {state}")

    return await acted(act, as_of)


@flow(name="circular-sent", flow_run_name="{circular}", persist_result=False)
async def circular_sent(
    circular: str, by: str, on: date | None = None, answers_by: date | None = None, as_of: datetime | None = None
) -> State[Any]:
    """Record that a circular or a questionnaire whose day was awaited was sent.

    Args:
        circular: Its symbol, such as CL-17/20.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it was sent; today if left empty.
        answers_by: The day by which answers are due; none if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = circulars.send(session, circular, on=on, answers_by=answers_by, now=now, by=by)
        return Done("Sent", f"{found.symbol} was sent on {found.sent_on}")

    return await acted(act, as_of)


@flow(name="answer-circular", flow_run_name="{circular} by {organization}", persist_result=False)
async def answer_circular(
    circular: str,
    organization: str,
    by: str,
    on: date | None = None,
    document: str = "",
    as_of: datetime | None = None,
) -> State[Any]:
    """Record an organization's answer to a circular or a questionnaire.

    Args:
        circular: Its symbol, such as CL-17/20.
        organization: Who has answered, by its name.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which the answer came; today if left empty.
        document: The document that holds it.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        if not circulars.answer(session, circular, organization, on, document or None, now=now, by=by):
            return Done("Known", "this answer is recorded already")
        said = f"{organization} has answered {circular}"
        return Done("Answered", said)

    return await acted(act, as_of)
