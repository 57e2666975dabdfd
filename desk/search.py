"""Search the record by a title, a symbol, a person, a reason or a day: what is found of each kind, a few of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.cycles import Cycle
from models.deadlines import Deadline, Promise, Settlement
from models.documents import Document, DocumentName
from models.journal import Entry
from models.meetings import Meeting
from models.people import Organization, Person
from models.resolutions import Resolution
from planning.errors import CouncilError
from planning.names import unaccented
from planning.zones import local_day
from record import journal
from record.papers import documents

MOST = 20  # of each kind
SHORTEST = 2  # signs


class Kind(StrEnum):
    """What is found."""

    CYCLE = "cycle"
    STEP = "step"
    MEETING = "meeting"
    DOCUMENT = "document"
    RESOLUTION = "resolution"
    PERSON = "person"
    REASON = "reason"  # why something was done


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what people call it, what to tell it apart by, and its key."""

    kind: Kind
    title: str
    more: str
    key: str
    step: str = ""


def search(session: Session, words: str, day: date | None, *, with_people: bool, now: datetime) -> list[Hit]:
    """Return what holds these words in its title, symbol or name, and what is due or sits on the day that they mean.

    The number of queries does not depend on how much is stored.
    """
    if day:
        return [*_due_on(session, day, now), *_sitting(session, Meeting.opens_on <= day, Meeting.closes_on >= day)]
    if len(words) < SHORTEST:
        return []
    return [
        *_cycles(session, words, now),
        *_steps(session, or_(_holds(words, Deadline.title), _shown_by(words, now)), now),
        *_sitting(session, _holds(words, Meeting.title, Meeting.key)),
        *_documents(session, words),
        *_resolutions(session, words),
        *(_people(session, words) if with_people else ()),
        *(_reasons(session, words, now) if with_people else ()),
    ]


def _holds(words: str, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """Return the condition that one of the columns holds each of these words, in capitals or not."""
    return and_(*(or_(*(_contains(column, word) for column in columns)) for word in words.split()))


def _contains(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], word: str) -> ColumnElement[bool]:
    """Return the condition that a column holds a word; SQLite knows the capitals of ASCII alone."""
    ways = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return or_(*(column.icontains(way, autoescape=True) for way in sorted(ways)))


def _shown_by(words: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition that the document of such a symbol completed a step, or says its date."""
    met = select(Settlement.deadline_id).where(Settlement.at <= now, _contains(Settlement.document, words))
    agreed = select(Promise.deadline_id).where(Promise.at <= now, _contains(Promise.document, words))
    return or_(Deadline.id.in_(met), Deadline.id.in_(agreed))


def _cycles(session: Session, words: str, now: datetime) -> Iterator[Hit]:
    named = _holds(words, Cycle.title, Cycle.chain, Cycle.edition, Cycle.mandate)
    query = select(Cycle.chain, Cycle.edition, Cycle.mandate).where(named, Cycle.opened_at <= now)
    for chain, edition, mandate in session.execute(query.order_by(Cycle.opened_at.desc(), Cycle.id).limit(MOST)):
        name = f"{chain}/{edition}"
        yield Hit(Kind.CYCLE, name, mandate, name)


def _steps(session: Session, which: ColumnElement[bool], now: datetime) -> Iterator[Hit]:
    """Yield such steps of cycles, the open ones of the cycle last opened first."""
    query = _dated(now).where(which).order_by(Deadline.open.desc(), Cycle.opened_at.desc(), Deadline.position)
    for title, step, chain, edition, due in session.execute(query.limit(MOST)):
        yield Hit(Kind.STEP, title, f"{chain}/{edition}, {due or 'no date'}", f"{chain}/{edition}", step)


def _due_on(session: Session, day: date, now: datetime) -> Iterator[Hit]:
    promise = aliased(Promise)
    last = select(func.max(promise.id)).where(promise.deadline_id == Deadline.id).correlate(Deadline).scalar_subquery()
    due = Deadline.id.in_(select(Promise.deadline_id).where(Promise.due_on == day, Promise.id == last))
    return _steps(session, due, now)


def _dated(now: datetime) -> Select[str, str, str, str, date | None]:
    last = select(func.max(Promise.id)).where(Promise.deadline_id == Deadline.id, Promise.at <= now).correlate(Deadline)
    due = select(Promise.due_on).where(Promise.id == last.scalar_subquery()).correlate(Deadline).scalar_subquery()
    query = select(Deadline.title, Deadline.step, Cycle.chain, Cycle.edition, due)
    return query.join(Cycle, Cycle.id == Deadline.cycle_id).where(Cycle.opened_at <= now)


def _sitting(session: Session, *which: ColumnElement[bool]) -> Iterator[Hit]:
    query = select(Meeting.title, Meeting.key, Meeting.opens_on, Meeting.closes_on).where(*which)
    for title, key, opens, closes in session.execute(query.order_by(Meeting.opens_on.desc()).limit(MOST)):
        yield Hit(Kind.MEETING, title, f"{opens} – {closes}", key)


def _documents(session: Session, words: str) -> Iterator[Hit]:
    """Yield documents by title or symbol, in whatever way that is written: `C17/47-E` is `C17/47`."""
    try:
        base = documents.name_of(words)[0]
    except CouncilError:
        base = words
    named = select(DocumentName.document_id).where(DocumentName.name.icontains(base, autoescape=True))
    query = select(Document.name, Document.title).where(or_(Document.id.in_(named), _holds(words, Document.title)))
    for name, title in session.execute(query.order_by(Document.id.desc()).limit(MOST)):
        yield Hit(Kind.DOCUMENT, title or name, name if title else "", name)


def _resolutions(session: Session, words: str) -> Iterator[Hit]:
    named = _holds(words, Resolution.name, Resolution.title)
    query = select(Resolution.key, Resolution.name, Resolution.title).where(named)
    for key, name, title in session.execute(query.order_by(Resolution.name).limit(MOST)):
        yield Hit(Kind.RESOLUTION, name, title, key)


def _reasons(session: Session, words: str, now: datetime) -> Iterator[Hit]:
    """Yield why something was done, each reason once, the latest first."""
    latest: dict[str, Entry] = {}
    for line in journal.for_reasons(session, words, now=now, most=MOST):
        latest.setdefault(journal.reasons_of(line), line)
    for reason, line in latest.items():
        of = f"{line.cycle}, " if line.cycle else ""
        yield Hit(Kind.REASON, reason, f"{of}{local_day(line.at)}", reason)


def _people(session: Session, words: str) -> Iterator[Hit]:
    query = select(Person.name, Person.email, Organization.name)
    query = query.outerjoin(Organization, Organization.id == Person.organization_id)
    query = query.where(Person.name != "").order_by(Person.name)
    named = _holds(words, Person.name, Person.email, Organization.name)
    rows = session.execute(query.where(named).limit(MOST)).all()
    if not rows:  # a keyboard may have no accents
        plain = unaccented(words).split()
        every = (row for row in session.execute(query) if _has_all(plain, " ".join(filter(None, row))))
        rows = [*islice(every, MOST)]
    for name, email, organization in rows:
        yield Hit(Kind.PERSON, name, organization or email, email)


def _has_all(words: list[str], said: str) -> bool:
    return all(word in unaccented(said) for word in words)
