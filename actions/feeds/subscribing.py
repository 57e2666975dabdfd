"""Subscriptions: one address for one person, selection and language; shown once, withdrawn one by one."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.feeds import choosing
from actions.feeds.selection import parse
from actions.owed import unfetched
from actions.owed.unfetched import Missed
from actions.whom import people
from calendars.words import WORDS
from models.people import Person
from models.store import public_id, the_store
from models.subscriptions import Subscription
from planning.errors import CouncilError, among

TOKEN_BYTES = 32  # 256 bits; feeds.md asks for 128


class AlreadySubscribed(CouncilError):
    """One address for one person, selection and language."""

    def __init__(self, person: str, selection: str, language: str, number: str) -> None:
        super().__init__(
            f"{person} has an address for {selection} in {language} already, which nobody can show again; "
            f"withdraw it first: council feed tokens revoke {number}"
        )


class NoSuchSubscription(CouncilError):
    """No subscription is known by that number."""

    def __init__(self, which: str) -> None:
        super().__init__(f"there is no living subscription {which!r}; see council feed tokens list")


class NotTheirs(CouncilError):
    """What an organization has to do is its own business, and the secretariat's."""

    def __init__(self, person: str, organization: str) -> None:
        super().__init__(f"{person} does not belong to {organization!r}; only its own people may follow what it owes")


class NoSuchLanguage(CouncilError):
    """The feeds speak the official languages."""

    def __init__(self, language: str) -> None:
        super().__init__(f"feeds are written in {among(WORDS)}, not in {language!r}")


@dataclass(frozen=True, slots=True)
class Issued:
    """A new subscription, and its token: kept nowhere else, shown once."""

    number: str
    token: str
    selection: str


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription as its list shows it."""

    number: str
    person: str
    selection: str
    language: str
    issued_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    moved: tuple[str, ...] = ()  # the deadlines whose dates it has not fetched since they moved


def hash_of(token: str) -> str:
    """Return what the store knows of a token: it is random, so that a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


def number_of(row: Subscription) -> str:
    """Return the few letters by which people name a subscription."""
    return row.public_id[:8]


def issue(session: Session, who: str, words: str, language: str, *, now: datetime, by: str) -> Issued:
    """Return a new address for the person.

    Raises NoSuchPerson, NotASelection, NothingThere, NotTheirs, NoSuchLanguage, AlreadySubscribed.
    """
    if language not in WORDS:
        raise NoSuchLanguage(language)
    person, selection = people.named(session, who), parse(words)
    wanted = choosing.eyes_of(session, person.id, selection, language, now=now)
    choosing.choose(session, wanted, {}, now=now)
    if not wanted.others:
        raise NotTheirs(person.name, selection.name)
    _refuse_second(session, person, str(selection), language)
    return _issue(session, person, str(selection), language, now=now, by=by)


def _refuse_second(session: Session, person: Person, selection: str, language: str) -> None:
    same = (Subscription.person_id == person.id, Subscription.selection == selection, Subscription.language == language)
    found = session.scalar(select(Subscription).where(*same, Subscription.revoked_at.is_(None)))
    if found:
        raise AlreadySubscribed(person.name, selection, language, number_of(found))


def _issue(session: Session, person: Person, selection: str, language: str, *, now: datetime, by: str) -> Issued:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    id_ = public_id(the_store(session), "subscription", hash_of(token))
    told = {"subscription": id_, "person": person.public_id, "selection": selection, "language": language}
    entry = journal.write(session, "subscribe", told, now=now, by=by)
    row = Subscription(
        public_id=id_,
        person_id=person.id,
        selection=selection,
        language=language,
        token_hash=hash_of(token),
        issued_at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    session.flush()
    return Issued(number_of(row), token, selection)


def lines(session: Session, who: str | None = None, *, now: datetime) -> list[Line]:
    """Return the subscriptions that were issued by `now`, of one person or of all. Raises NoSuchPerson."""
    query = select(Subscription).where(Subscription.issued_at <= now).options(selectinload(Subscription.person))
    if who:
        query = query.where(Subscription.person_id == people.named(session, who).id)
    rows = session.scalars(query.order_by(Subscription.id)).all()
    fetched = {row: row.used_at for row in rows if row.used_at and row.used_at <= now and not row.revoked_at}
    missed = unfetched.of(session, fetched, now=now)
    return [line(row, missed.get(row, ())) for row in rows]


def line(row: Subscription, missed: Iterable[Missed] = ()) -> Line:
    """Return the subscription as its list shows it."""
    facts = (row.selection, row.language, row.issued_at, row.used_at, row.revoked_at)
    moved = tuple(f"{one.deadline.cycle.name} {one.deadline.step}" for one in missed)
    return Line(number_of(row), row.person.name, *facts, moved)


def held_with(session: Session, token: str) -> Subscription | None:
    """Return the subscription of that token, living or withdrawn."""
    query = select(Subscription).where(Subscription.token_hash == hash_of(token))
    return session.scalar(query.options(selectinload(Subscription.person)))


def revoke(session: Session, which: str, *, now: datetime, by: str) -> Line:
    """Withdraw the subscription of that number or token; its address says so from now on. Raises NoSuchSubscription."""
    is_it = or_(Subscription.public_id.startswith(which, autoescape=True), Subscription.token_hash == hash_of(which))
    query = select(Subscription).where(Subscription.revoked_at.is_(None), is_it).limit(2)
    found = session.scalars(query.options(selectinload(Subscription.person))).all()
    if len(which) < 8 or len(found) != 1:
        raise NoSuchSubscription(which)
    row = found[0]
    journal.write(session, "unsubscribe", {"subscription": row.public_id}, now=now, by=by)
    row.revoked_at = now
    session.flush()
    return line(row)


def note_uses(session: Session, uses: Mapping[int, datetime]) -> None:
    """Write down when each of these subscriptions was last fetched."""
    rows: Sequence[dict[str, object]] = [{"row": id_, "at": at} for id_, at in sorted(uses.items())]
    if rows:
        statement = update(Subscription).where(Subscription.id == bindparam("row")).values(used_at=bindparam("at"))
        session.connection().execute(statement, rows)
