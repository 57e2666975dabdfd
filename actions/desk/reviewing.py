"""The outbox as an officer reads it: what waits, for whom, why, and what speaks against letting it go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import reading
from actions.desk import faring
from actions.desk.contradicting import contradictions
from actions.whom import people
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Message, Owed, State, in_state
from models.people import Person

NEED_A_HAND = (State.HELD, State.QUEUED, State.RETRY, State.SENDING, State.UNKNOWN, State.DEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the outbox lists it; `notes` say what it contradicts, and whether it came back."""

    number: int
    state: str
    due_on: date
    person: str
    organization: str | None
    channel: str
    kind: str
    cycle: str
    steps: tuple[str, ...]
    subject: str | None
    detail: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages to list; by default those that wait or need a hand."""

    states: Sequence[State] = ()
    cycle: str | None = None
    person: str | None = None
    kind: str | None = None


EVERYTHING = Wanted()


def lines(session: Session, wanted: Wanted = EVERYTHING) -> list[Line]:
    """Return the messages that are wanted, the next to leave first. Raises NoSuchCycle, NoSuchPerson."""
    query = _narrowed(session, select(Message).where(in_state(*(wanted.states or NEED_A_HAND))), wanted)
    rows = session.scalars(
        query.order_by(Message.due_at, Message.id).options(
            selectinload(Message.owed).selectinload(Owed.deadline),
            selectinload(Message.person).selectinload(Person.organization),
        )
    ).all()
    notes = _notes(session, rows)
    cycles = {row.id: row.name for row in session.scalars(select(Cycle))} if rows else {}
    return [_line(row, cycles, notes.get(row.id, ())) for row in rows]


def _narrowed(session: Session, query: Select[Message], wanted: Wanted) -> Select[Message]:
    if wanted.cycle:
        of_cycle = select(Deadline.id).where(Deadline.cycle_id == reading.cycle_row(session, wanted.cycle).id)
        query = query.where(Message.id.in_(select(Owed.message_id).where(Owed.deadline_id.in_(of_cycle))))
    if wanted.person:
        query = query.where(Message.person_id == people.named(session, wanted.person).id)
    return query.where(Message.kind == wanted.kind) if wanted.kind else query


def _notes(session: Session, rows: Sequence[Message]) -> Mapping[int, Sequence[str]]:
    """Return, by number, the sentences that an officer should know before the message leaves, or now that it left."""
    found = {number: [one.sentence for one in several] for number, several in contradictions(session).items()}
    came_back = faring.of_messages(session, [row.public_id for row in rows if row.state is State.SENT])
    for row in rows:
        found.setdefault(row.id, []).extend(faring.sentence(one) for one in came_back.get(row.public_id, ()))
    return found


def _line(row: Message, cycles: Mapping[int, str], notes: Sequence[str]) -> Line:
    return Line(
        number=row.id,
        state=str(row.state),
        due_on=row.due_at.date(),
        person=row.person.name,
        organization=row.person.organization.name if row.person.organization else None,
        channel=row.carrier,
        kind=row.kind,
        cycle=", ".join(dict.fromkeys(cycles[owed.deadline.cycle_id] for owed in row.owed)),
        steps=tuple(owed.deadline.step for owed in row.owed),
        subject=row.subject,
        detail=row.detail,
        notes=tuple(notes),
    )
