"""Read the outbox for an officer: what waits, for whom, why, and what speaks against its release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer, selectinload

from desk.contradictions import contradictions
from letters import delivery_history
from models.deadlines import Deadline
from models.outbox import Message, MessageKind, Owed, StandingRelease, State, in_state, in_state_to, word_of
from models.people import Person
from planning.zones import local_day
from record.cycles import snapshots
from record.people import people

PAST = (State.SENT, State.PRESUMED, State.SUPPRESSED, State.SUPERSEDED, State.DROPPED)
NEED_A_HAND = (State.HELD, State.QUEUED, State.RETRY, State.SENDING, State.UNKNOWN, State.DEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """One message, as the outbox lists it; `notes` say what it contradicts, and whether it came back."""

    number: int
    state: str
    due_on: date
    due_at: datetime
    left_at: datetime | None
    person: str
    organization: str | None
    channel: str
    kind: str
    cycle: str
    steps: tuple[str, ...]
    subject: str | None
    detail: str | None
    notes: tuple[str, ...]
    rungs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages to list; by default those that wait or need an officer."""

    states: Sequence[State] = ()
    cycle: str | None = None
    person: str | None = None
    kind: str | None = None


EVERYTHING = Wanted()


def lines(session: Session, wanted: Wanted = EVERYTHING, *, now: datetime | None = None) -> list[Line]:
    """Return the wanted messages, of those that were planned by `now`, the next to leave first.

    Raises NoSuchCycle, NoSuchPerson.
    """
    planned = () if now is None else (Message.planned_at <= now,)
    return _read(session, _wanted(session, wanted).where(*planned).order_by(Message.due_at, Message.id))


def past(session: Session, wanted: Wanted, *, before: int | None = None, most: int) -> list[Line]:
    """Return letters that left, or that will not leave any more, the latest first: those numbered below `before`.

    The states that are wanted do not count. Raises NoSuchCycle, NoSuchPerson.
    """
    older = () if before is None else (Message.id < before,)
    query = _wanted(session, replace(wanted, states=PAST)).where(*older)
    return _read(session, query.order_by(Message.id.desc()).limit(most))


def _read(session: Session, query: Select[Message]) -> list[Line]:
    rows = session.scalars(
        query.options(
            defer(Message.frozen, raiseload=True),
            defer(Message.body, raiseload=True),
            selectinload(Message.owed).joinedload(Owed.deadline).load_only(Deadline.step).joinedload(Deadline.cycle),
            selectinload(Message.person).selectinload(Person.organization),
        )
    ).all()
    notes = _notes(session, rows)
    return [_make_line(row, notes.get(row.id, ())) for row in rows]


def rules(session: Session) -> list[StandingRelease]:
    """Return the standing releases: first those in force, then those that were withdrawn."""
    rows = session.scalars(select(StandingRelease)).all()
    return sorted(rows, key=lambda row: (row.withdrawn_at is not None, row.chain, word_of(row.kind)))


def _wanted(session: Session, wanted: Wanted) -> Select[Message]:
    states = wanted.states or NEED_A_HAND
    person = people.named(session, wanted.person).id if wanted.person else None
    query = select(Message).where(in_state(*states) if person is None else in_state_to(person, *states))
    if wanted.cycle:
        of_cycle = select(Deadline.id).where(Deadline.cycle_id == snapshots.cycle_row(session, wanted.cycle).id)
        query = query.where(Message.id.in_(select(Owed.message_id).where(Owed.deadline_id.in_(of_cycle))))
    kinds = [kind for kind in MessageKind if wanted.kind in (kind, word_of(kind))]
    return query.where(Message.kind.in_(kinds)) if wanted.kind else query


def _notes(session: Session, rows: Sequence[Message]) -> Mapping[int, Sequence[str]]:
    """Return, by number, sentences that an officer should read: contradictions, and what came back."""
    contradicting = contradictions(session, {row.id for row in rows}) if rows else {}
    notes = {number: [each.sentence for each in several] for number, several in contradicting.items()}
    came_back = delivery_history.of_messages(session, [row.public_id for row in rows if row.state is State.SENT])
    for row in rows:
        if row.is_cleared:
            notes.setdefault(row.id, []).append(delivery_history.clearing_of(row))
        notes.setdefault(row.id, []).extend(
            delivery_history.sentence(each) for each in came_back.get(row.public_id, ())
        )
    return notes


def _make_line(row: Message, notes: Sequence[str]) -> Line:
    return Line(
        number=row.id,
        state=str(row.state),
        due_on=local_day(row.due_at),
        due_at=row.due_at,
        left_at=row.sent_at,
        person=row.person.name or row.person.email,
        organization=row.person.organization.name if row.person.organization else None,
        channel=row.carrier,
        kind=word_of(row.kind),
        cycle=", ".join(dict.fromkeys(owed.deadline.cycle.name for owed in row.owed)),
        steps=tuple(owed.deadline.step for owed in row.owed),
        subject=row.subject,
        detail=row.detail,
        notes=tuple(notes),
        rungs=tuple(dict.fromkeys(owed.rung for owed in row.owed)),
    )
