"""The ledger of a window: answers recorded and taken back, comments added, and what became of each."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.windows import answering, commenting
from flows.acting import Done, acted


@flow(name="answer", flow_run_name="{cycle} {step} by {organization}", persist_result=False)
async def answer(
    cycle: str,
    step: str,
    organization: str,
    by: str,
    on: date | None = None,
    document: str = "",
    url: str = "",
    says: Sequence[str] = (),
    no_comment: bool = False,
    accepted_by: str = "",
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that an organization has answered a window; none of its people is reminded any more.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The window, such as comments.
        organization: Who has answered, by its name.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it came; today if left empty.
        document: The document that holds it, such as WG-WSIS-30/13.
        url: Where it stands.
        says: Its comments, one by one; if left empty, the answer as a whole is one.
        no_comment: It has no comment that must be taken up or declined.
        accepted_by: Who accepted it although it was late, such as the Chair.
        sure: The day is right, although it lies years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = answering.answer(
            session,
            cycle,
            step,
            organization,
            on=on,
            document=document or None,
            url=url or None,
            says=says,
            no_comment=no_comment,
            accepted_by=accepted_by or None,
            sure=sure,
            now=now,
            by=by,
        )
        late = ", late" + (f", accepted by {accepted_by}" if accepted_by else "") if found.is_late else ""
        numbers = f"; comments {', '.join(map(str, found.numbers))}" if found.numbers else ""
        said = f"{found.organization} has answered {cycle} {step}{late}{numbers}"
        return Done("Answered", said)

    return await acted(act, as_of)


@flow(name="withdraw-answer", flow_run_name="{cycle} {step} by {organization}", persist_result=False)
async def withdraw_answer(
    cycle: str,
    step: str,
    organization: str,
    because: str,
    by: str,
    document: str = "",
    as_of: datetime | None = None,
) -> State[Any]:
    """Take an answer back: it counts no more, nor do its comments, and its people are reminded again.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The window, such as comments.
        organization: Whose answer, by its name.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        document: Which of its answers; the one without a document if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        answering.withdraw(
            session, cycle, step, organization, document=document or None, because=because, now=now, by=by
        )
        said = f"the answer of {organization} to {cycle} {step} does not count any more"
        return Done("Withdrawn", said)

    return await acted(act, as_of)


@flow(name="comment", flow_run_name="{cycle} {step} by {organization}", persist_result=False)
async def comment(
    cycle: str,
    step: str,
    organization: str,
    says: str,
    by: str,
    document: str = "",
    as_of: datetime | None = None,
) -> State[Any]:
    """Add one more comment, in our own words, to an answer that is recorded already.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The window, such as comments.
        organization: Whose comment, by its name.
        says: What it says.
        by: Who acts: a name, or the e-mail address of a contact.
        document: The document of its answer, if that has one.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        number = commenting.comment(session, cycle, step, organization, says, document=document, now=now, by=by)
        return Done("Commented", f"comment {number} of {cycle} {step}")

    return await acted(act, as_of)


@flow(name="resolve-comment", flow_run_name="{cycle} {step} comment {number}", persist_result=False)
async def resolve_comment(
    cycle: str,
    step: str,
    number: int,
    outcome: Literal["taken-up", "declined"],
    words: str,
    by: str,
    as_of: datetime | None = None,
) -> State[Any]:
    """Say what became of a comment: taken up and where, or declined and why.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The window, such as comments.
        number: The comment, by its number in the window.
        outcome: Whether it was taken up or declined.
        words: Where it was taken up, such as 'final draft, section 5'; or why it was declined.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        resolve = commenting.take_up if outcome == commenting.TAKEN_UP else commenting.decline
        resolve(session, cycle, step, number, words, now=now, by=by)
        became = outcome.replace("-", " ")
        said = f"comment {number} of {cycle} {step} is {became}"
        return Done(became.capitalize(), said)

    return await acted(act, as_of)
