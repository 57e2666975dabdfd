"""What people choose about our mail: none of a chain or none at all, how often, in which language, on whose clock.

They choose by themselves, from a link in any mail, or the desk does it for them. A mute is ended, never deleted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.owed import previewing
from actions.whom import capacity
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State, in_state
from models.people import Mute, Person
from notifications.language import OFFICIAL
from planning.errors import CouncilError, among
from planning.hours import zone_info

ALL = ""  # the mute of everything
REPORT = "report:weekly"  # of the weekly report: no chain is called so, for a slug has no colon
HOUSE = "house"  # the word for having no wish of one's own
DIGESTS = ("each", "daily", "weekly")


class NoSuchDigest(CouncilError):
    """A word for how often that means nothing."""

    def __init__(self, word: str) -> None:
        super().__init__(f"nobody hears from us {word!r}; choose {among((*DIGESTS, HOUSE))}")


class NoSuchTongue(CouncilError):
    """We write in the official languages."""

    def __init__(self, language: str) -> None:
        super().__init__(f"we write in {among(OFFICIAL)}, not in {language!r}")


class NothingToMute(CouncilError):
    """No cycle was ever opened of that chain."""

    def __init__(self, chain: str, known: Collection[str]) -> None:
        super().__init__(f"there is no chain {chain!r} to be told of; the chains are {among(sorted(known))}")


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
    told = select(Owed.deadline_id).where(Owed.person_id == person.id)
    chains = select(Cycle).where(
        Cycle.id.in_(select(Deadline.cycle_id).where(Deadline.id.in_(told))) | Cycle.chain.in_(muted)
    )
    titles = {row.chain: row.title for row in session.scalars(chains.order_by(Cycle.id))}
    return Choices(
        person=person.name,
        language=person.language,
        digest=person.digest,
        zone=person.zone,
        topics=tuple(Topic(chain, title, chain in muted) for chain, title in sorted(titles.items())),
        is_staff=capacity.capacity(session, person.id, now=now).is_staff,
        mutes_report=REPORT in muted,
        mutes_all=ALL in muted,
    )


def mutes_of(session: Session, person_id: int) -> frozenset[str]:
    """Return what the person does not want to be told of."""
    rows = session.scalars(select(Mute.chain).where(Mute.person_id == person_id, Mute.ended_at.is_(None)))
    return frozenset(rows)


def mute(session: Session, person: Person, chain: str = ALL, *, now: datetime, by: str) -> bool:
    """Stop the messages of a chain, or all, from now on; False when they were stopped already.

    What waits to leave is taken back; a duty stays a duty. Raises NothingToMute.
    """
    if chain in mutes_of(session, person.id):
        return False
    _check(session, chain)
    entry = journal.write(session, "mute", {"person": person.public_id, "chain": chain or "all"}, now=now, by=by)
    session.add(Mute(person_id=person.id, chain=chain, at=entry.at, entry_id=entry.id))
    session.flush()
    _take_back(session, person.id, chain)
    return True


def unmute(session: Session, person: Person, chain: str = ALL, *, now: datetime, by: str) -> bool:
    """Let the messages of a chain, or all, come again from the next reminder on; False when nothing was stopped."""
    living = (Mute.person_id == person.id, Mute.chain == chain, Mute.ended_at.is_(None))
    rows = session.scalars(select(Mute).where(*living)).all()
    if not rows:
        return False
    entry = journal.write(session, "unmute", {"person": person.public_id, "chain": chain or "all"}, now=now, by=by)
    for row in rows:
        row.ended_at = entry.at
    session.flush()
    return True


def choose(
    session: Session,
    person: Person,
    *,
    digest: str | None = None,
    language: str | None = None,
    zone: str | None = None,
    now: datetime,
    by: str,
) -> tuple[str, ...]:
    """Return the names of what changed; None leaves a choice as it is.

    `digest` is each, daily, weekly, or `house` for the house's rule; a `zone` of "" is each chain's own. Raises
    NoSuchDigest, NoSuchTongue, UnknownZone.
    """
    new = _wishes(digest, language, zone)
    changed = {name: value for name, value in new.items() if value != getattr(person, name)}
    if changed:
        told = {"person": person.public_id, **{name: value or HOUSE for name, value in changed.items()}}
        journal.write(session, "choose", told, now=now, by=by)
        for name, value in changed.items():
            setattr(person, name, value)
        session.flush()
    return tuple(changed)


def _wishes(digest: str | None, language: str | None, zone: str | None) -> dict[str, str | None]:
    if digest is not None and digest not in (*DIGESTS, HOUSE):
        raise NoSuchDigest(digest)
    if language is not None and language not in OFFICIAL:
        raise NoSuchTongue(language)
    if zone:
        zone_info(zone)
    given = {"digest": digest, "language": language, "zone": zone}
    said = {name: value for name, value in given.items() if value is not None}
    return {name: None if value in (HOUSE, "") else value for name, value in said.items()}


def _check(session: Session, chain: str) -> None:
    known = set(session.scalars(select(Cycle.chain).distinct()))
    if chain not in (ALL, REPORT) and chain not in known:
        raise NothingToMute(chain, known)


def _take_back(session: Session, person_id: int, chain: str) -> None:
    """Suppress what has not left to the person and tells of muted chains only.

    The weekly report is left waiting: it is looked at again when it is worded, and may be wanted again by then.
    """
    waiting = session.scalars(
        select(Message)
        .where(Message.person_id == person_id, in_state(*WAITING, State.SENDING), Message.cycle_id.is_not(None))
        .options(selectinload(Message.owed).selectinload(Owed.deadline).selectinload(Deadline.cycle))
    )
    for message in waiting:
        if chain == ALL or all(owed.deadline.cycle.chain == chain for owed in message.owed):
            previewing.take_back(session, message, "its reader asked for no more of these")
