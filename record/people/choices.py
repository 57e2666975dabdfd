"""What people have chosen about our mail, as it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Owed
from models.people import Mute, Person
from record.people import capacities

ALL = ""  # the mute of everything
REPORT = "report:weekly"  # of the weekly report: no chain is called so, for a slug has no colon
HOUSE = "house"  # the word for having no wish of one's own
DIGESTS = ("each", "daily", "weekly")
EVERYTHING, WEEKLY = "everything", "report"  # the words of people
WORDS_FOR = {EVERYTHING: ALL, WEEKLY: REPORT}


@dataclass(frozen=True, slots=True)
class Topic:
    """A chain that a person has been told of, or has muted."""

    chain: str
    title: str
    is_muted: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has chosen; `digest` and `zone` are None where the house or the chain decides."""

    person: str
    language: str
    digest: str | None
    zone: str | None
    topics: tuple[Topic, ...]
    is_staff: bool  # gets the weekly report
    mutes_report: bool
    mutes_all: bool


def choices(session: Session, person: Person, *, now: datetime) -> Choices:
    """Return what the person has chosen, and what there is to choose."""
    muted = mutes_of(session, person.id)
    concerned = select(Owed.deadline_id).where(Owed.person_id == person.id)
    chains = select(Cycle).where(
        Cycle.id.in_(select(Deadline.cycle_id).where(Deadline.id.in_(concerned))) | Cycle.chain.in_(muted)
    )
    titles = {row.chain: row.title for row in session.scalars(chains.order_by(Cycle.id))}
    return Choices(
        person=person.name,
        language=person.language,
        digest=person.digest,
        zone=person.zone,
        topics=tuple(Topic(chain, title, chain in muted) for chain, title in sorted(titles.items())),
        is_staff=capacities.capacity(session, person.id, now=now).is_staff,
        mutes_report=REPORT in muted,
        mutes_all=ALL in muted,
    )


def mutes_of(session: Session, person_id: int) -> frozenset[str]:
    """Return what the person does not want to be told of."""
    rows = session.scalars(select(Mute.chain).where(Mute.person_id == person_id, Mute.ended_at.is_(None)))
    return frozenset(rows)


def topic_of(chain: str) -> str:
    """Return a chain as the record keeps it, of the word that people use."""
    return WORDS_FOR.get(chain, chain)


def word_of(topic: str) -> str:
    """Return the word for a chain that the record keeps."""
    return next((word for word, kept in WORDS_FOR.items() if kept == topic), topic)
