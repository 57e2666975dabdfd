"""Acts on one deadline: met, confirmed, agreed, assigned, waived, reopened."""

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles import addressing, agreeing, assigning, confirming, settling
from actions.cycles.agreeing import Later
from flows.acting import Done, acted


@flow(name="mark-met", flow_run_name="{cycle} {step}", persist_result=False)
async def mark_met(
    cycle: str,
    step: str,
    by: str,
    on: date | None = None,
    document: str = "",
    url: str = "",
    accepted_by: str = "",
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that a step was met; nothing more is sent for it.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step, such as revised-draft.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it was met; today if left empty.
        document: The document that shows it, such as C17/47-E.
        url: Where it was posted; those invited to comment are sent there.
        accepted_by: Who accepted it although it was late, such as the Chair.
        sure: The day is right, although it lies years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        left = addressing.left_open(session, cycle, step, now=now)
        found = settling.mark_met(
            session,
            cycle,
            step,
            on=on,
            document=document or None,
            url=url or None,
            accepted_by=accepted_by or None,
            sure=sure,
            now=now,
            by=by,
        )
        if found.open:
            said, word = f"{cycle} {step} is reported met; a second person confirms it", "Reported"
        else:
            said, word = f"{cycle} {step} is met", "Met"
        return Done(word, "; ".join((said, *left)))

    return await acted(act, as_of)


@flow(name="confirm", flow_run_name="{cycle} {step}", persist_result=False)
async def confirm(cycle: str, step: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Confirm, as a second person, that a step is met as reported.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step that one person has reported met.
        by: Who confirms, and has not reported it: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        confirming.confirm(session, cycle, step, now=now, by=by)
        return Done("Met", f"{cycle} {step} is met")

    return await acted(act, as_of)


@flow(name="agree-date", flow_run_name="{cycle} {step}", persist_result=False)
async def agree_date(
    cycle: str,
    step: str,
    due: str,
    because: str,
    by: str,
    document: str = "",
    agreed_by: str = "",
    later: Later = Later.KEEP,
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Agree a date: it binds its step; the later computed steps do as told.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step, such as comments.
        due: The date, such as 2017-03-10, or 'end of October 2017'.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        document: The document that says so, such as C17/8.
        agreed_by: The meeting that agreed; the officer who acts if left empty.
        later: What the later computed steps do: keep their dates, shift by as many days, or squeeze before the next
            date that binds.
        sure: The day is right, although it lies years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        done = agreeing.agree(
            session,
            cycle,
            step,
            due,
            because=because,
            document=document or None,
            agreed_by=agreed_by or None,
            later=later,
            sure=sure,
            now=now,
            by=by,
        )
        moved = [f"{move.step} moves to {move.now}" for move in done.moves if move.step != step]
        clashes = [f"does not fit: {conflict.sentence}" for conflict in done.conflicts]
        said = "; ".join((f"{cycle} {step} is agreed: {due}", *moved, *clashes))
        return Done("Agreed", said)

    return await acted(act, as_of)


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


@flow(name="waive", flow_run_name="{cycle} {step}", persist_result=False)
async def waive(cycle: str, step: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Record that a step need not be met.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step, such as final-comments.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        settling.waive(session, cycle, step, because=because, now=now, by=by)
        return Done("Waived", f"{cycle} {step} is waived")

    return await acted(act, as_of)


@flow(name="reopen", flow_run_name="{cycle} {step}", persist_result=False)
async def reopen(cycle: str, step: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Take back that a step was met or waived; its reminders begin anew.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        step: The step, such as revised-draft.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        settling.reopen(session, cycle, step, because=because, now=now, by=by)
        return Done("Reopened", f"{cycle} {step} is open again")

    return await acted(act, as_of)
