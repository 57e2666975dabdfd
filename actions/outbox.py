"""The outbox, reviewed by an officer: list, show, release, drop, and standing releases by chain and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions import carrying, journal, mondays, reading, wording
from actions.reaching import standing_in
from actions.refusals import NoSuchMessage, NotWaiting
from actions.settings import Settings
from actions.telling import last_told
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Message, Owed, StandingRelease, State
from models.people import Person
from notifications.week import write_week
from notifications.words import Words, write
from planning.errors import CouncilError, among

GONE = "What it was to tell is no longer so: it will not leave."


class NoSuchKind(CouncilError):
    """A standing release is for one kind of message."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is not a kind of message; the kinds are {among(carrying.KINDS)}")


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the outbox lists it."""

    number: int
    state: str
    due_on: date
    person: str
    organization: str | None
    kind: str
    cycle: str
    steps: tuple[str, ...]
    subject: str | None
    detail: str | None


def lines(session: Session, states: Sequence[State] | None = None) -> list[Line]:
    """Return the messages in these states (those that wait or need a hand, unless told), the next to leave first."""
    wanted = states or (State.HELD, State.QUEUED, State.RETRY, State.SENDING, State.UNKNOWN, State.DEAD)
    rows = session.scalars(
        select(Message)
        .where(Message.state.in_(wanted))
        .order_by(Message.due_at, Message.id)
        .options(
            selectinload(Message.owed).selectinload(Owed.deadline),
            selectinload(Message.person).selectinload(Person.organization),
        )
    ).all()
    cycles = {row.id: row.name for row in session.scalars(select(Cycle))}
    return [_line(row, cycles) for row in rows]


def _line(row: Message, cycles: Mapping[int, str]) -> Line:
    return Line(
        number=row.id,
        state=str(row.state),
        due_on=row.due_at.date(),
        person=row.person.name,
        organization=row.person.organization.name if row.person.organization else None,
        kind=row.kind,
        cycle=", ".join(dict.fromkeys(cycles[owed.deadline.cycle_id] for owed in row.owed)),
        steps=tuple(owed.deadline.step for owed in row.owed),
        subject=row.subject,
        detail=row.detail,
    )


def show(session: Session, number: int, settings: Settings, *, now: datetime) -> str:
    """Return the message's words: as they left, or as they would leave now. Raises NoSuchMessage."""
    message = _message(session, number)
    if message.body is not None and message.subject is not None:
        return f"{message.subject}\n\n{message.body}"
    if message.kind == mondays.KIND:
        week = mondays.weeks(session, [message], settings, now=now)[message.id]
        return _shown(write_week(week)) if week else GONE
    ids = [owed.deadline_id for owed in message.owed]
    wanted = select(Deadline.cycle_id).where(Deadline.id.in_(ids))
    cycles = session.scalars(select(Cycle).where(Cycle.id.in_(wanted))).all()
    told = last_told(session, ids, besides=[message.id])
    stand_ins = standing_in(session, [message.person_id], now=now)
    known = wording.known_of(reading.views(session, cycles, now, now), told, stand_ins)
    letter = wording.letter(message, known, settings, now=now)
    if letter is None:
        return GONE
    return _shown(write(letter))


def _shown(words: Words) -> str:
    return f"{words.subject}\n\n{words.text}"


def release(session: Session, numbers: Sequence[int], *, now: datetime, by: str) -> int:
    """Let held messages leave, and return how many. Raises NoSuchMessage, NotWaiting."""
    held = [_message(session, number) for number in numbers]
    for message in held:
        if message.state is not State.HELD:
            raise NotWaiting(message.id, message.state)
    told = {"messages": [message.public_id for message in held]}
    if held:
        journal.write(session, "release", told, now=now, by=by)
    for message in held:
        message.state, message.released_by = State.QUEUED, by
        message.due_at = max(message.due_at, now)
    return len(held)


def held(session: Session, cycle: str | None = None) -> list[int]:
    """Return the numbers of all held messages, or those of one cycle. Raises NoSuchCycle."""
    query = select(Message.id).where(Message.state == State.HELD).order_by(Message.due_at, Message.id)
    if cycle:
        of_cycle = select(Deadline.id).where(Deadline.cycle_id == reading.cycle_row(session, cycle).id)
        query = query.where(Message.id.in_(select(Owed.message_id).where(Owed.deadline_id.in_(of_cycle))))
    return list(session.scalars(query))


def drop(session: Session, numbers: Sequence[int], *, because: str, now: datetime, by: str) -> int:
    """Take waiting messages out for good, and return how many. Raises NoSuchMessage, NotWaiting."""
    waiting = [_message(session, number) for number in numbers]
    for message in waiting:
        if message.state not in (State.HELD, State.QUEUED, State.RETRY):
            raise NotWaiting(message.id, message.state)
    told = {"messages": [message.public_id for message in waiting], "because": because}
    journal.write(session, "drop", told, now=now, by=by)
    for message in waiting:
        message.state, message.detail = State.DROPPED, because
    return len(waiting)


def allow(session: Session, chain: str, kind: str, *, because: str, now: datetime, by: str) -> None:
    """Let mail of this kind leave to anyone for this chain without a release of its own. Raises NoSuchKind."""
    _check_kind(kind)
    row = _standing(session, chain, kind)
    if row and row.withdrawn_at is None:
        return
    journal.write(session, "allow", {"chain": chain, "kind": kind, "because": because}, now=now, by=by)
    if row is None:
        session.add(StandingRelease(chain=chain, kind=kind, by=by, at=now))
    else:
        row.by, row.at, row.withdrawn_at = by, now, None


def forbid(session: Session, chain: str, kind: str, *, because: str, now: datetime, by: str) -> None:
    """Take a standing release back; what is queued already stays queued. Raises NoSuchKind."""
    _check_kind(kind)
    row = _standing(session, chain, kind)
    if row and row.withdrawn_at is None:
        journal.write(session, "forbid", {"chain": chain, "kind": kind, "because": because}, now=now, by=by)
        row.withdrawn_at = now


def _standing(session: Session, chain: str, kind: str) -> StandingRelease | None:
    return session.scalar(
        select(StandingRelease).where(StandingRelease.chain == chain, StandingRelease.kind == kind)
    )  # fmt: skip


def _check_kind(kind: str) -> None:
    if kind not in carrying.KINDS:
        raise NoSuchKind(kind)


def _message(session: Session, number: int) -> Message:
    found = session.scalar(
        select(Message)
        .where(Message.id == number)
        .options(selectinload(Message.owed), selectinload(Message.person))
    )  # fmt: skip
    if found is None:
        raise NoSuchMessage(number)
    return found
