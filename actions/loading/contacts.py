"""Contacts, in bulk: what is new is added, what a spreadsheet corrects is changed, nothing is taken away."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.loading.entries import Entry
from actions.loading.refusing import inside
from actions.loading.scopes import Scopes
from actions.loading.shapes import ContactShape, RoleShape
from actions.loading.tally import Tally
from models.people import Channel, Organization, Person, Role
from models.store import Store, public_id

AT_ONCE = 5_000  # values in one query: SQLite takes 32,766
EMAIL = "email"

Item = TypeVar("Item")
Contacts = Sequence[Entry[ContactShape]]


def take(
    session: Session, contacts: Contacts, scopes: Scopes, store: Store, tally: Tally, hosts: Collection[str]
) -> None:
    """Add and update all contacts, in as many queries for ten as for a thousand. Raises LoadRefused."""
    _check_channels(contacts, hosts)
    organizations = _organizations(session, contacts)
    people = _people(session, [entry.given.email for entry in contacts])
    fresh = {entry.given.email for entry in contacts} - people.keys()
    changes = {entry.given.email: _changed(people[entry.given.email], entry.given, organizations)
               for entry in contacts if entry.given.email not in fresh}  # fmt: skip
    new = [_person(entry.given, organizations, store) for entry in contacts if entry.given.email in fresh]
    session.add_all(new)
    session.flush()
    people |= {person.email: person for person in new}
    roles, channels = _Roles(session, people.values(), scopes), _Channels(session, people.values())
    for entry in contacts:
        person = people[entry.given.email]
        added = [*roles.take(person, entry), *channels.take(person, entry.given, person.email in fresh)]
        if person.email in fresh:
            tally.add("contacts", person.public_id, added)
        elif done := [*changes[person.email], *added]:
            tally.change("contacts", person.public_id, done)
        else:
            tally.keep("contacts")
    session.flush()


def _check_channels(contacts: Contacts, hosts: Collection[str]) -> None:
    """Refuse what could not be sent to. The library behind is slow to import: only who uses it pays."""
    for entry in contacts:
        for number, address in enumerate(entry.given.channels, start=1):
            if address != EMAIL:
                from notifications.channels.apprise import check_url

                with inside(f"{entry.where}, channels[{number}]"):
                    check_url(address, hosts=hosts)


def _organizations(session: Session, contacts: Contacts) -> dict[str, int]:
    """Return the id of every organization, made where it is new."""
    wanted = dict.fromkeys(entry.given.organization for entry in contacts if entry.given.organization)
    known = {row.name: row.id for row in session.scalars(select(Organization))} if wanted else {}
    new = [Organization(name=name) for name in wanted if name not in known]
    session.add_all(new)
    session.flush()
    return known | {row.name: row.id for row in new}


def _people(session: Session, emails: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in _slices(emails):
        found |= {row.email: row for row in session.scalars(select(Person).where(Person.email.in_(some)))}
    return found


def _person(given: ContactShape, organizations: dict[str, int], store: Store) -> Person:
    return Person(
        public_id=public_id(store, "person", given.email),
        name=given.name,
        email=given.email,
        organization_id=organizations.get(given.organization or ""),
        language=given.language or "en",
        zone=given.zone,
    )


def _changed(person: Person, given: ContactShape, organizations: dict[str, int]) -> list[str]:
    """Change what the file says otherwise, and return the names of the fields: the journal keeps no personal data."""
    said = {"name": given.name, "organization_id": organizations.get(given.organization or ""),
            "language": given.language, "zone": given.zone}  # fmt: skip
    new = {name: value for name, value in said.items() if value is not None and value != getattr(person, name)}
    for name, value in new.items():
        setattr(person, name, value)
    return [name.removesuffix("_id") for name in new]


class _Roles:
    """The roles that people hold, read once."""

    def __init__(self, session: Session, people: Iterable[Person], scopes: Scopes) -> None:
        self._session, self._scopes = session, scopes
        rows = _rows_of(session, Role, people)
        self._held = {(row.person_id, row.role, row.scope, row.from_on): row for row in rows}

    def take(self, person: Person, entry: Entry[ContactShape]) -> list[str]:
        """Add the roles that are new, end those that are given an end, and return these."""
        return [role.role for role in entry.given.roles if self._take(person, role, entry.where)]

    def _take(self, person: Person, given: RoleShape, where: str) -> bool:
        key = (person.id, given.role, self._scopes.named(where, given.scope), given.from_on)
        row = self._held.get(key)
        if row is None:
            row = Role(person_id=person.id, role=key[1], scope=key[2], from_on=key[3], to_on=given.to_on)
            self._session.add(row)
            self._held[key] = row
            return True
        if given.to_on is None or given.to_on == row.to_on:
            return False
        row.to_on = given.to_on
        return True


class _Channels:
    """The ways in which people are reached, read once."""

    def __init__(self, session: Session, people: Iterable[Person]) -> None:
        self._session = session
        self._known = {(row.person_id, row.address) for row in _rows_of(session, Channel, people)}

    def take(self, person: Person, given: ContactShape, is_new: bool) -> list[str]:
        """Add the channels that are new; return a word for each, for a URL holds a secret."""
        wanted = given.channels or ((EMAIL,) if is_new else ())
        new = [address for address in dict.fromkeys(wanted) if (person.id, address) not in self._known]
        self._session.add_all([Channel(person_id=person.id, address=address) for address in new])
        self._known |= {(person.id, address) for address in new}
        return ["channel" for address in new if not is_new or address != EMAIL]


def _rows_of(session: Session, table: type[Item], people: Iterable[Person]) -> list[Item]:
    ids = [person.id for person in people]
    query = (select(table).where(table.person_id.in_(some)) for some in _slices(ids))  # type: ignore[attr-defined]
    return [row for found in query for row in session.scalars(found)]


def _slices(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
