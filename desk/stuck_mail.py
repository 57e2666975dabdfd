"""Tasks for stuck mail: refused for good, never answered, unreleased, contradictory, or held."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import WAITING, Message, MessageKind, Owed, State, in_state, word_of
from models.people import Bounce, Person
from planning.ladder import Rung
from planning.remedies import Call
from planning.rule_words import count_of
from planning.zones import local_day
from record.people import official_addresses
from record.people.reach import FAILURES, counted
from record.sending.circuit_breakers import failing
from record.sending.holds import open_holds

UNRELEASED = timedelta(days=1)


def stuck(session: Session, *, now: datetime, clock: datetime) -> Iterator[Task]:
    """Yield the tasks of the mail, in seven queries; `clock` is the real one, which tells until when a server rests."""
    yield from _undelivered(session)
    yield from _uninvited(session, now)
    yield from _unreleased(session, now)
    yield from _contradictions(session)
    yield from _failing(session)
    yield from _failing_servers(session, now, clock)
    yield from _holds(session)


def _undelivered(session: Session) -> Iterator[Task]:
    """Yield messages that were refused for good or given up; the detail says whether one may have arrived."""
    query = (
        select(Message.id, Message.kind, Message.chain, Message.detail, Message.due_at, Person.name)
        .join(Person, Person.id == Message.person_id)
        .where(in_state(State.DEAD))
        .order_by(Message.due_at, Message.id)
    )
    for number, kind, chain, detail, due_at, name in session.execute(query):
        what = f"letter {number} to {name} ({' of '.join(filter(None, (word_of(kind), chain)))})"
        remedies = (
            Call("outbox/retry", {"messages": [number]}, "send it once more"),
            Call("outbox/drop", {"messages": [number]}, "do not send it"),
        )
        yield Task(TaskKind.DEAD, due_at, str(number), f"{what} was given up: {detail or 'refused for good'}", remedies)


def _uninvited(session: Session, now: datetime) -> Iterator[Task]:
    """Yield one task for each window whose invitations were to leave by now, and wait for release."""
    query = (
        select(Cycle.chain, Cycle.edition, Deadline.step, func.count(), func.min(Message.due_at))
        .join(Deadline, Deadline.cycle_id == Cycle.id)
        .join(Owed, Owed.deadline_id == Deadline.id)
        .join(Message, Message.id == Owed.message_id)
        .where(in_state(State.HELD), Owed.rung == Rung.OPENING, Message.due_at <= now)
        .group_by(Cycle.chain, Cycle.edition, Deadline.step)
        .order_by(func.min(Message.due_at))
    )
    windows = session.execute(query).all()
    lack = official_addresses.sentence(official_addresses.unmarked(session, local_day(now))) if windows else ""
    for chain, edition, step, count, since in windows:
        cycle = f"{chain}/{edition}"
        sentence = (
            f"{cycle} {step} was to open to all on {local_day(since)}: {count_of(count, 'invitation')} left to "
            "approve; nobody is recalled before" + (f"; {lack}" if lack else "")
        )
        remedies = (Call("outbox/release", {"cycle": cycle}, "read them, then approve them"),)
        yield Task(TaskKind.INVITATION, since, f"{cycle} {step}", sentence, remedies)


def _unreleased(session: Session, now: datetime) -> Iterator[Task]:
    """Yield one task for each cycle and kind whose messages have waited for release for more than a day.

    Invitations are tasks of their own, from the hour at which they were to leave.
    """
    invites = select(Owed.id).where(Owed.message_id == Message.id, Owed.rung == Rung.OPENING).exists()
    query = (
        select(Message.kind, Cycle.chain, Cycle.edition, func.count(), func.min(Message.planned_at))
        .outerjoin(Cycle, Cycle.id == Message.cycle_id)
        .where(in_state(State.HELD), Message.planned_at <= now - UNRELEASED, ~invites)
        .group_by(Message.kind, Cycle.chain, Cycle.edition)
        .order_by(func.min(Message.planned_at))
    )
    for kind, chain, edition, count, since in session.execute(query):
        cycle = f"{chain}/{edition}" if chain else ""
        letters = f"{count_of(count, 'letter')} ({word_of(kind)})"
        sentence = f"{letters} of {cycle or 'no cycle'} waited for approval for more than a day"
        arguments = {"cycle": cycle} if cycle else {"messages": None}
        remedies = (Call("outbox/release", arguments, "read them, then approve them"),)
        yield Task(TaskKind.HELD, since, cycle, sentence, remedies)


def _contradictions(session: Session) -> Iterator[Task]:
    """Yield the deadlines about which two waiting messages to one person disagree."""
    changing = select(Owed.deadline_id).join(Message, Message.id == Owed.message_id)
    changing = changing.where(in_state(*WAITING), Message.kind == MessageKind.CHANGE)
    query = (
        select(Message.id, Message.kind, Message.planned_at, Person.name, Cycle.chain, Cycle.edition, Deadline.step)
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .join(Person, Person.id == Message.person_id)
        .where(in_state(*WAITING), Owed.deadline_id.in_(changing))
        .order_by(Message.planned_at, Message.id)
    )
    waiting: dict[tuple[str, str, str], dict[int, tuple[str, datetime]]] = {}
    for number, kind, planned_at, name, chain, edition, step in session.execute(query):
        waiting.setdefault((name, f"{chain}/{edition}", step), {})[number] = (kind, planned_at)
    for (name, cycle, step), messages in waiting.items():
        kinds = {kind for kind, _ in messages.values()}
        if MessageKind.CHANGE in kinds and len(kinds) > 1:
            both = " and ".join(f"letter {number} ({word_of(kind)})" for number, (kind, _) in messages.items())
            yield Task(
                TaskKind.CONTRADICTION,
                max(at for _, at in messages.values()),
                f"{cycle} {step}",
                f"{both} to {name} both wait, and say two things of {cycle} {step}",
                (Call("outbox/drop", {"messages": list(messages)}, "read them, then leave all but one unsent"),),
            )


def _failing(session: Session) -> Iterator[Task]:
    """Yield the addresses that failed for good several times since they were last corrected."""
    query = (
        select(Person.name, func.count(), func.max(Bounce.at))
        .join(Bounce, Bounce.person_id == Person.id)
        .where(counted())
        .group_by(Person.id, Person.name)
        .having(func.count() >= FAILURES)
        .order_by(Person.name)
    )
    for name, count, last in session.execute(query):
        remedies = (
            Call("file/load", {"files": "CONTACTS.csv"}, "load the contacts with the right address"),
            Call("people/reachable", {"person": name}, "say that it works again"),
        )
        sentence = f"mail to {name} came back {count_of(count, 'time')} as undeliverable"
        yield Task(TaskKind.UNREACHABLE, last, name, sentence, remedies)


def _failing_servers(session: Session, now: datetime, clock: datetime) -> Iterator[Task]:
    """Yield the servers that failed too often, until they take a message again or no message waits for them."""
    for server in failing(session, now, clock):
        if server.open_until:
            since = server.oldest or server.open_until
            remedies = (Call("health/show", words="see what the server answers"),)
            yield Task(TaskKind.BREAKER, since, server.carrier, server.sentence, remedies)


def _holds(session: Session) -> Iterator[Task]:
    for hold in open_holds(session):
        yield Task(TaskKind.HOLD, hold.at, hold.kind, hold.sentence, (Call("sending/resume", words="let it go on"),))
