"""Assigning an officer: the person responsible for a deadline, who hears of it in place of the role's people."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import rows
from actions.owed import suppressing
from actions.whom import people
from models.deadlines import Assignment
from models.people import Person
from planning.chain import INVITEES


def assign(session: Session, name: str, step: str, who: str, *, now: datetime, by: str) -> Person:
    """Return the person now responsible for the step. Raises NoSuchCycle, NoSuchStep, AlreadySettled, NoSuchPerson."""
    held = rows.open_step(session, name, step)
    person = people.named(session, who)
    told = {"step": step, "officer": person.public_id}
    entry = journal.write(session, "assign", told, cycle=held.cycle, now=now, by=by)
    row = Assignment(deadline_id=held.deadline.id, person_id=person.id, at=now, entry_id=entry.id)
    session.add(row)
    if held.deadline.by not in INVITEES:
        suppressing.suppress(session, held.deadline, "another officer is responsible", now=now)
    rows.wake([held.deadline], now=now)
    session.flush()
    return person
