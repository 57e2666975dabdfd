"""Finding people: the one whom an officer names, and those who hold a role on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from actions.refusals import NoSuchPerson
from actions.views import CycleView, DeadlineView
from models.people import Channel, Person, Role
from planning.chain import SECRETARIAT

# The Secretariat of the Union is the General Secretariat and the three Bureaux; mail to anyone else waits for release.
STAFF = frozenset({SECRETARIAT, "general-secretariat", "itu-r", "itu-t", "itu-d"})


EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be told, by one channel."""

    person_id: int
    name: str
    zone: str | None
    language: str
    address: str
    inside: bool  # works in the Secretariat
    carrier: str = EMAIL  # the server behind the address


def address_of(channel: Channel) -> str:
    """Return the word by which the ledger knows a channel: an Apprise URL holds a secret and stays in its own row."""
    return EMAIL if channel.address == EMAIL else f"channel-{channel.id}"


def named(session: Session, who: str) -> Person:
    """Return the contact with that e-mail address, or that name. Raises NoSuchPerson."""
    wanted = or_(Person.email == who.strip().casefold(), Person.name == who.strip())
    found = session.scalars(select(Person).where(wanted).order_by(Person.id)).all()
    if len(found) != 1:
        raise NoSuchPerson(who)
    return found[0]


def scopes_of(view: CycleView, deadline: DeadlineView) -> tuple[str, ...]:
    """Return what a role may be limited to and still count for this deadline."""
    return tuple(filter(None, (view.name, view.chain.slug, deadline.to, deadline.via)))


class Directory:
    """Everybody with a role, read once for a whole round; it keeps values, no rows."""

    def __init__(self, session: Session) -> None:
        rows = session.scalars(
            select(Person)
            .order_by(Person.id)
            .options(selectinload(Person.roles), selectinload(Person.channels))
            .execution_options(populate_existing=True)
        ).all()
        self.zones = {row.zone for row in rows if row.zone}
        self._recipients = {row.id: _recipients(row) for row in rows}
        self._names = {row.id: row.name for row in rows}
        self._organizations = {row.id: row.organization_id for row in rows}
        self._holders: dict[str, list[_Holding]] = {}
        for row in rows:
            for role in row.roles:
                self._holders.setdefault(role.role, []).append(_holding(row.id, role))

    def holders(self, role: str, scopes: Sequence[str], on: date) -> list[Recipient]:
        """Return who holds the role on that day, for everything or within one of the scopes, once for each channel."""
        held = {found.person_id for found in self._holders.get(role, ()) if found.counts(scopes, on)}
        return [recipient for person_id in sorted(held) for recipient in self._recipients[person_id]]

    def recipients(self, person_id: int) -> list[Recipient]:
        """Return the person once for each channel."""
        return self._recipients[person_id]

    def name(self, person_id: int) -> str:
        """Return the name of a person."""
        return self._names[person_id]

    def organization(self, person_id: int) -> int | None:
        """Return the organization that a person belongs to."""
        return self._organizations[person_id]


@dataclass(frozen=True, slots=True)
class _Holding:
    person_id: int
    scope: str
    starts: date
    ends: date

    def counts(self, scopes: Sequence[str], on: date) -> bool:
        return (not self.scope or self.scope in scopes) and self.starts <= on <= self.ends


def _holding(person_id: int, role: Role) -> _Holding:
    return _Holding(person_id, role.scope, role.from_on or date.min, role.to_on or date.max)


def _recipients(person: Person) -> list[Recipient]:
    inside = bool(person.roles) and all(role.role in STAFF for role in person.roles)
    return [
        Recipient(person.id, person.name, person.zone, person.language, address_of(channel), inside, channel.carrier)
        for channel in sorted(person.channels, key=lambda found: found.id)
    ]
