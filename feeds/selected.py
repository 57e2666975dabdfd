"""Apply a selection to the record, within the rights of the person who reads it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from feeds import body_feeds, cycle_memory, draft_openings, facts, feed_bytes
from feeds.cycle_memory import Memory
from feeds.facts import Catalogue, DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from feeds.selection import (
    BODY,
    CHAIN,
    CYCLE,
    EVERYTHING,
    ORGANIZATION,
    RESOLUTION,
    ROLE,
    SERIES,
    Selection,
)  # fmt: skip
from models.bodies import Body
from models.cycles import Cycle
from models.deadlines import Deadline
from models.meetings import MeetingStatus
from models.people import Organization, Person, Role
from models.prepared_query import Prepared
from models.resolutions import Resolution
from notifications.language import Language, PartlyEnglish, is_english, speak, with_number
from planning.basis import Basis
from planning.chain import INVITEES
from planning.errors import CouncilError
from planning.zones import local_day
from record import memberships
from record.mandates import resolutions
from record.memberships import KINDS
from record.organizations import Organizations
from record.people.people import STAFF
from record.people.role_holders import Holders


class NotTheirs(CouncilError):
    """A person asked for the work of an organization that is not theirs."""

    def __init__(self, person: str, organization: str) -> None:
        super().__init__(f"{person} does not belong to {organization!r}; only its own people may follow its deadlines")


class NothingThere(CouncilError):
    """The selection names something that the record does not know."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(
            f"there is nothing called {selection.name!r} to subscribe to as {selection.scope!r}",
            "correct the name, or choose on the page for subscribers",
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A selection in a language, with the rights of its reader: only the secretariat sees `proposals`."""

    selection: Selection
    language: str
    proposals: bool = False
    others: bool = True  # False if the selection is about an organization whose work they may not see

    @property
    def is_private(self) -> bool:
        """Return True if no public address serves the same."""
        return self.proposals or not self.selection.is_public

    @property
    def key(self) -> str:
        """Return a key that is equal for all readers of the same bytes."""
        eyes = ("proposals",) if self.proposals else ()
        return " ".join((self.language, str(self.selection), *eyes, *(() if self.others else ("nothing",))))


class _Eyes(NamedTuple):
    """A role of a person, if they have one, and their organization."""

    organization: str | None
    role: str | None
    from_on: date | None
    to_on: date | None


_EYES = Prepared(
    select(Organization.name, Role.role, Role.from_on, Role.to_on)
    .select_from(Person)
    .outerjoin(Organization, Organization.id == Person.organization_id)
    .outerjoin(Role, Role.person_id == Person.id)
    .where(Person.id == bindparam("person"))
)


def eyes_of(session: Session, person_id: int, selection: Selection, language: str, *, now: datetime) -> Wanted:
    """Return the selection with the rights that the person has today; they are looked up whenever a feed is built."""
    rows = [_Eyes(*row) for row in _EYES.rows(session.connection(), person=person_id)]
    today = local_day(now)
    held = [row.role for row in rows if row.role and _counts(row, today)]
    staff = bool(held) and STAFF.issuperset(held)
    own = any(row.organization == selection.name for row in rows)
    return Wanted(selection, language, staff, staff or own or selection.scope != ORGANIZATION)


def choose(session: Session, wanted: Wanted, *, now: datetime, memory: Memory | None = None) -> Catalogue:
    """Return the part of the selection that a feed shows at `now`. Raises NothingThere."""
    selection = wanted.selection
    memory = memory or Memory(issued=not wanted.proposals)
    catalogue = cycle_memory.read(session, _cycles(session, selection, now), now=now, memory=memory)
    fits = SCOPES[selection.scope](session, selection, now) if wanted.others else _accept_none
    deadlines = feed_bytes.shown(catalogue.deadlines, proposals=wanted.proposals, now=now)
    meetings = feed_bytes.held(catalogue.meetings, now=now)
    is_shown = fits if selection.shows_cancelled else (lambda each: fits(each) and not is_cancelled(each))
    return replace(
        catalogue,
        deadlines=tuple(filter(is_shown, deadlines)) if selection.shows_deadlines else (),
        meetings=tuple(filter(is_shown, meetings)) if selection.shows_meetings else (),
    )


def cycle(session: Session, name: str, *, now: datetime) -> Catalogue:
    """Return what a public page shows of a cycle at `now`, in three queries. Raises BadCycleName, NoSuchCycle."""
    catalogue = facts.read_cycle(session, name, now=now)
    opened = draft_openings.read(session.connection(), catalogue.deadlines, now=now)
    deadlines = feed_bytes.shown(opened, proposals=False, now=now)
    meetings = feed_bytes.held(catalogue.meetings, now=now)
    awaited = (each for each in catalogue.deadlines if each.basis is Basis.AWAITED and each.is_open)
    return replace(catalogue, deadlines=tuple(deadlines), meetings=tuple(meetings), awaited=tuple(awaited))


def concerns(session: Session, selection: Selection, *, now: datetime) -> Callable[[DeadlineFacts], bool]:
    """Return a test whether the selection includes a deadline, whatever its date. Raises NothingThere."""
    cycles, fits = _cycles(session, selection, now), SCOPES[selection.scope](session, selection, now)
    return lambda deadline: (
        selection.shows_deadlines and (cycles is None or deadline.cycle.name in cycles) and fits(deadline)
    )


def subject(session: Session, wanted: Wanted) -> str:
    """Return the title of the feed, in its language. Raises NothingThere."""
    words, selection = speak(wanted.language), wanted.selection
    name = words.say("feed", "everything")
    if selection.scope != EVERYTHING:
        named = _name(session, selection, words)
        name = words.say("feed", "named", name=named)
        name = PartlyEnglish(name, named) if is_english(named) else name
    return words.say("feed", "secretariat", name=name) if wanted.proposals else name


def _name(session: Session, selection: Selection, words: Language) -> str:
    if selection.scope in (BODY, SERIES):
        names = facts.names_of_body(session, selection.name)
        keys = session.execute(select(Body.key, Body.name))
        return next((words.body(key, name) for key, name in keys if key.casefold() in names), selection.name)
    if selection.scope == RESOLUTION:
        named = select(Resolution.name, Resolution.title).where(Resolution.key == selection.name)
        return words.untold(next((f"{name}: {title}" for name, title in session.execute(named)), selection.name))
    if selection.scope in (CHAIN, CYCLE):
        chain, _, edition = selection.name.partition("/")
        title = session.scalar(select(Cycle.title).where(Cycle.chain == chain).order_by(Cycle.id.desc()).limit(1))
        return with_number(words.title(title or chain), edition)
    if selection.scope == ROLE:
        return words.word("role", selection.name)
    return selection.name


def is_cancelled(fact: DeadlineFacts | MeetingFacts) -> bool:
    """Return True for what was called off."""
    if isinstance(fact, MeetingFacts):
        return fact.status is MeetingStatus.CANCELLED
    return fact.is_called_off


Facts = DeadlineFacts | MeetingFacts
Fits = Callable[[Facts], bool]


def _accept_none(fact: Facts) -> bool:
    return False


def _words(fact: Facts) -> set[str]:
    """Return the body of a meeting; for a deadline, its roles and bodies and the body of the meeting it leads to."""
    if isinstance(fact, MeetingFacts):
        return {fact.body.casefold()}
    meeting = fact.meeting.body if fact.meeting else None
    return {word.casefold() for word in (fact.by, fact.to, fact.via, meeting) if word}


def _cycles(session: Session, selection: Selection, now: datetime) -> Collection[str] | None:
    """Return the names of the cycles to read; None means all."""
    if selection.scope == CYCLE:
        return {selection.name}
    if selection.scope == RESOLUTION:
        return _serving(session, selection, now)
    if selection.scope != CHAIN:
        return None
    opened = select(Cycle.edition).where(Cycle.chain == selection.name, Cycle.opened_at <= now)
    editions = session.scalars(opened).all()
    if not editions:
        raise NothingThere(selection)
    return {f"{selection.name}/{edition}" for edition in editions}


def _serving(session: Session, selection: Selection, now: datetime) -> Collection[str]:
    """Return the names of the cycles that fulfil a resolution: their mandate cites one of its clauses."""
    known = next((each for each in resolutions.library(session, now=now) if each.key == selection.name), None)
    if known is None:
        raise NothingThere(selection)
    opened = session.scalars(select(Cycle).where(Cycle.opened_at <= now))
    return {each.name for each in opened if resolutions.cited_keys(known, each.mandate, local_day(each.opened_at))}


def _all(session: Session, selection: Selection, now: datetime) -> Fits:
    return lambda fact: True


def _of_body(session: Session, selection: Selection, now: datetime) -> Fits:
    fits = body_feeds.fits(session, selection.name, _words, now)
    if fits is None:
        raise NothingThere(selection)
    return fits


def _of_role(session: Session, selection: Selection, now: datetime) -> Fits:
    known = session.scalar(select(Deadline.id).where(Deadline.by == selection.name).limit(1))
    if known is None and selection.name not in INVITEES:
        raise NothingThere(selection)
    return lambda fact: isinstance(fact, DeadlineFacts) and fact.by == selection.name


def _of_organization(session: Session, selection: Selection, now: datetime) -> Fits:
    """Return a function that selects the work of an organization's people, by the roles that they hold today."""
    organization = Organizations(session).find(selection.name)
    if organization is None:
        raise NothingThere(selection)
    today = local_day(now)
    members = select(Role).join(Person, Person.id == Role.person_id)
    roles = session.scalars(members.where(Person.organization_id == organization)).all()
    held = {(role.role, role.scope) for role in roles if _counts(role, today) and role.role not in KINDS}
    holders, people = Holders(session, KINDS), {role.person_id for role in roles}
    held |= {(role, "") for role, kind in KINDS.items() if organization in memberships.holding(session, kind, today)}
    held |= {(role, "") for role in KINDS if not people.isdisjoint(holders.holding(role, (), today))}
    return lambda fact: isinstance(fact, DeadlineFacts) and _is_theirs(fact, held)


def _is_theirs(deadline: DeadlineFacts, held: Collection[tuple[str, str]]) -> bool:
    return any(
        (deadline.by, scope) in held
        for scope in ("", deadline.cycle.name, deadline.cycle.chain, deadline.to, deadline.via)
    )


def _counts(role: Any, today: date) -> bool:
    return (role.from_on is None or role.from_on <= today) and (role.to_on is None or today <= role.to_on)


@dataclass(frozen=True, slots=True)
class Choices:
    """What subscribers can choose today: pairs of a selection and its name in the record."""

    bodies: tuple[tuple[str, str], ...]
    chains: tuple[tuple[str, str], ...]
    cycles: tuple[tuple[str, str], ...]
    resolutions: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]


def choices(session: Session, *, now: datetime) -> Choices:
    """Return what subscribers can choose at `now`; of cycles, only the living ones."""
    cycles = session.execute(
        select(Cycle.chain, Cycle.edition, Cycle.title)
        .where(Cycle.opened_at <= now, Cycle.ended_at.is_(None))
        .order_by(Cycle.title, Cycle.edition)
    ).all()
    bodies = session.execute(select(Body.key, Body.name).order_by(Body.name)).all()
    resolutions = session.execute(select(Resolution.key, Resolution.name).where(Resolution.at <= now)).all()
    return Choices(
        bodies=tuple((key, name) for key, name in bodies),
        chains=tuple({chain: (chain, title) for chain, _, title in cycles}.values()),
        cycles=tuple((f"{chain}/{edition}", title) for chain, edition, title in cycles),
        resolutions=tuple(sorted((key, name) for key, name in resolutions)),
        roles=tuple(sorted({*session.scalars(select(Deadline.by).distinct()), *INVITEES})),
    )


SCOPES: Mapping[str, Callable[[Session, Selection, datetime], Fits]] = {
    EVERYTHING: _all, CHAIN: _all, CYCLE: _all, RESOLUTION: _all, BODY: _of_body, SERIES: _of_body,
    ROLE: _of_role, ORGANIZATION: _of_organization,
}  # fmt: skip
