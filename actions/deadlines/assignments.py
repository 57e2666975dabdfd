"""Assigning an officer: the person responsible for a deadline, who hears of it in place of the role's people."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.cycles.rows_to_change import Held
from kernel import act_lines, effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import CycleName, PersonName, StepName
from letters import retractions
from models.deadlines import Assignment
from models.journal import Entry
from models.people import Person
from planning.chain import INVITEES
from planning.remedies import Call
from record import journal
from record.people import people
from record.refusals import NotAssigned


@act("deadline/assign", who=(Grant.SECRETARIAT,), undo="deadline/hand-back", tags=("steps",), short="assign")
def assign(
    session: Session, cycle: CycleName, step: StepName, person: PersonName, *, now: datetime, by: Identity
) -> Done:
    """Make a person responsible for a step: reminders go there, in place of the role's people.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NoSuchPerson.
    """
    held = rows_to_change.open_step(session, cycle, step)
    officer, last = people.known(session, person), _officer(session, held)
    if officer is last:
        return replace(_assigned(held, officer), is_nothing=True)
    make_responsible(session, held, officer, journal.line(session))
    of = {"cycle": cycle, "step": step}
    undo = Call("deadline/assign", of | {"person": last.public_id}) if last else Call("deadline/hand-back", of)
    return replace(_assigned(held, officer), undo=undo)


def assign_loaded(session: Session, cycle: str, step: str, email: str, *, now: datetime, by: str) -> None:
    """Make a person responsible as a part of the act that runs. Raises AlreadySettled, NoSuchPerson."""
    held, officer = rows_to_change.open_step(session, cycle, step), people.named(session, email)

    def do(entry: Entry) -> Done:
        make_responsible(session, held, officer, entry)
        return _assigned(held, officer)

    arguments = {"cycle": cycle, "step": step, "person": officer.public_id}
    act_lines.part(session, "deadline/assign", arguments, do, now=now, by=by)


def _assigned(held: Held, officer: Person) -> Done:
    cycle, step = held.cycle.name, held.deadline.step
    return Done(
        "assigned",
        f"{officer.name} is responsible for {cycle} {step}",
        cycle=cycle,
        facts={"step": step, "officer": officer.public_id},
        events=(Happening("assigned", "deadline", (cycle, step)),),
    )


@act("deadline/hand-back", who=(Grant.SECRETARIAT,), undo="deadline/assign", tags=("steps",))
def hand_back(session: Session, cycle: CycleName, step: StepName, *, now: datetime, by: Identity) -> Done:
    """Take a step from the person responsible for it: reminders go to the people of its role again.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotAssigned.
    """
    held = rows_to_change.open_step(session, cycle, step)
    officer = _officer(session, held)
    if officer is None:
        raise NotAssigned(cycle, step)
    make_responsible(session, held, None, journal.line(session))
    return Done(
        "handed-back",
        f"{cycle} {step} is handed back to {held.deadline.by}",
        cycle=cycle,
        facts={"step": step, "officer": None},
        events=(Happening("handed-back", "deadline", (cycle, step)),),
        undo=Call("deadline/assign", {"cycle": cycle, "step": step, "person": officer.public_id}),
    )


def make_responsible(session: Session, held: Held, officer: Person | None, entry: Entry) -> None:
    """Write who is responsible from now on (None: the role), and take back what waits for those who were."""
    number = officer.id if officer else None
    session.add(Assignment(deadline_id=held.deadline.id, person_id=number, at=entry.at, entry_id=entry.id))
    effects.mark(session, held.deadline)
    if held.deadline.by not in INVITEES:
        whose = "another officer" if officer else "its role"
        retractions.suppress(session, [held.deadline], f"{whose} is responsible", now=entry.at)
    rows_to_change.wake([held.deadline], now=entry.at)
    session.flush()


def _officer(session: Session, held: Held) -> Person | None:
    """Return who is responsible for the deadline in person."""
    mine = select(Assignment.person_id).where(Assignment.deadline_id == held.deadline.id)
    number = session.scalar(mine.order_by(Assignment.id.desc()).limit(1))
    return session.get_one(Person, number) if number is not None else None
