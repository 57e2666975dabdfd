"""Finding people: the one whom an officer names, and those who hold a role on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from actions.refusals import NoSuchPerson
from models.people import Person, Role
from planning.chain import SECRETARIAT

# The Secretariat of the Union is the General Secretariat and the three Bureaux; mail to anyone else waits for release.
STAFF = frozenset({SECRETARIAT, "general-secretariat", "itu-r", "itu-t", "itu-d"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be told, by one channel."""

    person_id: int
    name: str
    zone: str | None
    language: str
    address: str
    inside: bool  # works in the Secretariat


def named(session: Session, who: str) -> Person:
    """Return the contact with that e-mail address, or that name. Raises NoSuchPerson."""
    wanted = or_(Person.email == who.strip().casefold(), Person.name == who.strip())
    found = session.scalars(select(Person).where(wanted).order_by(Person.id)).all()
    if len(found) != 1:
        raise NoSuchPerson(who)
    return found[0]


class Directory:
    """Everybody with a role, read once for a whole round."""

    def __init__(self, session: Session) -> None:
        rows = session.scalars(
            select(Person).order_by(Person.id).options(selectinload(Person.roles), selectinload(Person.channels))
        ).all()
        self._people: dict[int, Person] = {row.id: row for row in rows}

    def holders(self, role: str, scopes: Sequence[str], on: date) -> list[Recipient]:
        """Return who holds the role on that day, for everything or within one of the scopes."""
        held = (
            person for person in self._people.values() if any(_holds(found, role, scopes, on) for found in person.roles)
        )
        return [recipient for person in held for recipient in self.recipients(person.id)]

    @property
    def zones(self) -> set[str]:
        """The zones in which people live, as far as they are told."""
        return {person.zone for person in self._people.values() if person.zone}

    def name(self, person_id: int) -> str:
        """Return the name of a person."""
        return self._people[person_id].name

    def recipients(self, person_id: int) -> list[Recipient]:
        """Return the person once for each channel."""
        person = self._people[person_id]
        inside = bool(person.roles) and all(role.role in STAFF for role in person.roles)
        return [
            Recipient(person.id, person.name, person.zone, person.language, channel.address, inside)
            for channel in sorted(person.channels, key=lambda found: found.id)
        ]


def _holds(held: Role, role: str, scopes: Sequence[str], on: date) -> bool:
    starts, ends = held.from_on or date.min, held.to_on or date.max
    return held.role == role and (not held.scope or held.scope in scopes) and starts <= on <= ends
