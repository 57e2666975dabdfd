"""A second person's confirmation: what one has reported met is met when another has looked at it."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import rows, settling
from actions.refusals import NothingToConfirm, SamePerson
from models.deadlines import Deadline
from models.people import Person


def confirm(session: Session, name: str, step: str, *, now: datetime, by: str) -> Deadline:
    """Return the deadline, now met on the day that was reported, with its evidence.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NothingToConfirm, and SamePerson for the reporter.
    """
    held = rows.open_step(session, name, step)
    report = held.settlement
    if report is None or not held.is_reported:
        raise NothingToConfirm(step, held.deadline.confirmation)
    if _names_of(session, by) & _names_of(session, report.by):
        raise SamePerson(step, journal.names(session).get(report.by, report.by))
    told = {"step": step, "on": report.on, "document": report.document, "url": report.url, "reported_by": report.by}
    entry = journal.write(session, "confirm", told, cycle=held.cycle, now=now, by=by)
    return settling.settle(
        session,
        held,
        "met",
        report.on,
        entry,
        document=report.document,
        url=report.url,
        accepted_by=report.accepted_by,
        reported_by=report.by,
    )


def _names_of(session: Session, who: str) -> set[str]:
    """Return every word by which the journal may know this person: the same hand under another name is one hand."""
    word = who.strip()
    wanted = or_(Person.email == word.casefold(), Person.name == word, Person.public_id == word)
    found = session.scalars(select(Person).where(wanted))
    return {word.casefold(), *(known.casefold() for row in found for known in (row.public_id, row.name, row.email))}
