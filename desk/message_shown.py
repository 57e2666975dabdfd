"""Show one message in full: its reader, channel, reason, what it replaces, what became of it, and its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desk.contradictions import contradictions
from kernel.grants import Grant
from kernel.parameters import NUMBER
from kernel.readings import reading
from kernel.shown import Shown, table
from letters import contents, delivery_history, document_requests, known_dates
from letters.last_told import Told, last_told
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Message, MessageKind, Owed, State, word_of
from models.people import Person
from notifications.document_request import write_request
from notifications.letter_text import Words, write
from notifications.weekly_words import write_week
from planning.zones import in_geneva
from record.people import signed_links
from record.people.reach import standing_in
from record.refusals import NoSuchMessage
from record.settings import Settings
from reminders import approved_alone, weekly_mail

UNWRITTEN = "It is written when it leaves."
UNTRUE = "What it was to tell is no longer so: it will not leave."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a letter is there: a step of a cycle, and what of its ladder is told of it."""

    cycle: str
    step: str
    rung: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """A message's facts, each with a label (labels may repeat), and its words."""

    facts: list[tuple[str, str]]
    words: str
    kind: MessageKind
    leaves_at: datetime | None  # None once it has left
    language: str  # of its words

    def to_json(self) -> dict[str, object]:
        """Return the facts and words for machines."""
        return {"facts": [{"label": label, "words": words} for label, words in self.facts], "words": self.words}


@reading("outbox/show", who=(Grant.SECRETARIAT,))
def show(session: Session, number: Annotated[int, NUMBER], *, settings: Settings, now: datetime) -> Shown[Inspected]:
    """Show a letter: to whom it goes, why, what it replaces, what became of it, and its words, without its seals.

    Raises NoSuchMessage.
    """
    message = _find_message(session, number)
    told_before = last_told(session, [owed.deadline_id for owed in message.owed], besides=[number])
    facts = [*_facts(message), *_explain(message, told_before), *_circumstances(session, message)]
    leaves_at = None if message.state is State.SENT else message.due_at
    words = signed_links.unsigned(_words(session, message, told_before, settings, now))
    inspected = Inspected(facts, words, MessageKind(message.kind), leaves_at, message.person.language)
    return Shown(inspected, Inspected.to_json, lambda of: (table(of.facts), "", of.words))


def about(session: Session, number: int) -> list[Reason]:
    """Return each deadline that a letter is about, and what it tells of it."""
    query = select(Cycle.chain, Cycle.edition, Deadline.step, Owed.rung).join(Deadline, Deadline.cycle_id == Cycle.id)
    rows = session.execute(query.join(Owed, Owed.deadline_id == Deadline.id).where(Owed.message_id == number))
    return [Reason(f"{row.chain}/{row.edition}", row.step, row.rung) for row in rows]


def _find_message(session: Session, number: int) -> Message:
    message = session.scalar(
        select(Message)
        .where(Message.id == number)
        .options(
            selectinload(Message.owed).selectinload(Owed.deadline),
            selectinload(Message.person).selectinload(Person.organization),
        )
    )
    if message is None:
        raise NoSuchMessage(number)
    return message


def _facts(message: Message) -> Iterator[tuple[str, str]]:
    person = message.person
    yield "message", f"{message.id} ({word_of(message.kind)})"
    yield (
        "to",
        f"{person.name} <{person.email}>".strip() + (f", {person.organization.name}" if person.organization else ""),
    )
    yield "by", message.carrier if message.carrier == message.address else f"{message.carrier} ({message.address})"
    yield "state", delivery_history.result_of(message)
    if message.state is not State.SENT:
        yield "leaves", f"{in_geneva(message.due_at)} (Geneva time) or later"
    if message.tries:
        yield "tries", str(message.tries)
    if message.act:
        yield "act", message.act
    if message.released_by:
        yield "released", f"by {message.released_by}"


def _explain(message: Message, told_before: Told) -> Iterator[tuple[str, str]]:
    """Yield the rung and promise of each step in the message, and the date that it replaces."""
    for owed in message.owed:
        step = owed.deadline.step
        yield "why", f"{step}: {owed.rung} of date {owed.promise}"
        was = told_before.get((owed.deadline_id, message.person_id, message.address))
        if was is not None and was.number != owed.promise:
            yield "replaces", f"{was.due_on or 'no date'} of {step}, as last told (date {was.number})"


def _circumstances(session: Session, message: Message) -> Iterator[tuple[str, str]]:
    for other in _of_the_same(session, message):
        if other.address == message.address and other.state is State.SUPERSEDED:
            yield "replaces", f"letter {other.id}, which had not left"
        elif other.address != message.address and other.state is not State.SUPERSEDED:
            yield "besides", f"{other.carrier}, letter {other.id}: {delivery_history.result_of(other)}"
    for bounce in delivery_history.of_messages(session, [message.public_id]).get(message.public_id, ()):
        yield "note", delivery_history.sentence(bounce)
    for contradiction in contradictions(session, [message.id]).get(message.id, ()):
        yield "note", contradiction.sentence


def _of_the_same(session: Session, message: Message) -> Sequence[Message]:
    """Return the other messages to the same person about the same promises of the same deadlines."""
    ids = [owed.deadline_id for owed in message.owed]
    same = select(Owed.message_id).where(Owed.person_id == message.person_id, Owed.deadline_id.in_(ids))
    rungs = {(owed.deadline_id, owed.promise, owed.rung) for owed in message.owed}
    others = session.scalars(
        select(Message)
        .where(Message.id.in_(same), Message.id != message.id)
        .order_by(Message.id)
        .options(selectinload(Message.owed))
    ).all()
    return [
        other
        for other in others
        if other.state is State.SUPERSEDED
        or rungs & {(owed.deadline_id, owed.promise, owed.rung) for owed in other.owed}
    ]


def _words(session: Session, message: Message, told_before: Told, settings: Settings, now: datetime) -> str:
    if message.is_cleared:
        return f"{delivery_history.clearing_of(message).capitalize()}."
    if message.body is not None and message.subject is not None:
        return f"{message.subject}\n\n{message.body}"
    if message.kind == MessageKind.REPORT:
        week = weekly_mail.weeks(session, [message], settings, now=now)[message.id]
        return _show_words(write_week(week)) if week else UNTRUE
    if message.kind == MessageKind.REQUEST:
        request = document_requests.requests(session, [message], settings, now=now)[message.id]
        return _show_words(write_request(request)) if request else UNTRUE
    if message.kind == MessageKind.ALONE:
        notice = approved_alone.notices(session, [message], settings, now=now)[message.id]
        return _show_words(write_request(notice)) if notice else UNTRUE
    if not message.owed:
        return UNWRITTEN
    wanted = select(Deadline.cycle_id).where(Deadline.id.in_([owed.deadline_id for owed in message.owed]))
    cycles = session.scalars(select(Cycle).where(Cycle.id.in_(wanted))).all()
    stand_ins = standing_in(session, [message.person_id], now=now)
    known = known_dates.read(session, cycles, told_before, stand_ins, now=now)
    letter = contents.letter(message, known, settings, now=now)
    return _show_words(write(letter)) if letter else UNTRUE


def _show_words(words: Words) -> str:
    return f"{words.subject}\n\n{words.text}"
