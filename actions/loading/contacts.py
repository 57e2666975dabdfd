"""Contacts, in bulk: what is new is added, what a spreadsheet corrects is changed, nothing is taken away."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from actions.loading.deputies import Deputies
from actions.loading.entries import Entry
from actions.loading.holdings import EMAIL, Channels, Roles
from actions.loading.refusing import inside
from actions.loading.scopes import Scopes
from actions.loading.shapes import ContactShape
from actions.loading.tally import Tally
from actions.settings import Settings
from models.people import Organization, Person
from models.slices import slices
from models.store import Store, public_id

Contacts = Sequence[Entry[ContactShape]]


def take(
    session: Session,
    contacts: Contacts,
    scopes: Scopes,
    store: Store,
    tally: Tally,
    settings: Settings,
    deputies: Deputies,
) -> None:
    """Add and update all contacts, in as many queries for ten as for a thousand. Raises LoadRefused."""
    _check_channels(contacts, settings)
    organizations = _organizations(session, contacts)
    people = _people(session, [entry.given.email for entry in contacts])
    fresh = {entry.given.email for entry in contacts} - people.keys()
    changes = {entry.given.email: _changed(people[entry.given.email], entry.given, organizations)
               for entry in contacts if entry.given.email not in fresh}  # fmt: skip
    new = [_person(entry.given, organizations, store) for entry in contacts if entry.given.email in fresh]
    if new:
        session.execute(insert(Person), new)  # one statement; the unit of work would send one for each row on SQLite
    people |= _people(session, sorted(fresh))
    roles, channels = Roles(session, people.values(), scopes), Channels(session, people.values(), settings)
    deputies.read(contacts, people)
    for entry in contacts:
        person = people[entry.given.email]
        added = [*roles.take(person, entry), *channels.take(person, entry.given, person.email in fresh)]
        added += deputies.take(person, entry)
        if person.email in fresh:
            tally.add("contacts", person.public_id, added)
        elif done := [*changes[person.email], *added]:
            tally.change("contacts", person.public_id, done)
        else:
            tally.keep("contacts")
    for rows in (roles, channels):
        rows.store()


def _check_channels(contacts: Contacts, settings: Settings) -> None:
    """Refuse what could not be sent to. The library behind is slow to import: only who uses it pays."""
    for entry in contacts:
        for number, address in enumerate(entry.given.channels, start=1):
            if address != EMAIL:
                from notifications.channels.apprise import check_url

                with inside(f"{entry.where}, channels[{number}]"):
                    check_url(address, hosts=settings.webhook_hosts)


def _organizations(session: Session, contacts: Contacts) -> dict[str, int]:
    """Return the id of every organization, made where it is new."""
    wanted = dict.fromkeys(entry.given.organization for entry in contacts if entry.given.organization)
    known = _organization_ids(session) if wanted else {}
    if new := [{"name": name} for name in wanted if name not in known]:
        session.execute(insert(Organization), new)
        known = _organization_ids(session)
    return known


def _organization_ids(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Organization.name, Organization.id)).all())


def _people(session: Session, emails: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in slices(emails):
        found |= {row.email: row for row in session.scalars(select(Person).where(Person.email.in_(some)))}
    return found


def _person(given: ContactShape, organizations: dict[str, int], store: Store) -> dict[str, object]:
    return {
        "public_id": public_id(store, "person", given.email),
        "name": given.name,
        "email": given.email,
        "organization_id": organizations.get(given.organization or ""),
        "language": given.language or "en",
        "zone": given.zone,
        "digest": given.digest,
    }


def _changed(person: Person, given: ContactShape, organizations: dict[str, int]) -> list[str]:
    """Change what the file says otherwise, and return the names of the fields: the journal keeps no personal data."""
    said = {"name": given.name, "organization_id": organizations.get(given.organization or ""),
            "language": given.language, "zone": given.zone, "digest": given.digest}  # fmt: skip
    new = {name: value for name, value in said.items() if value is not None and value != getattr(person, name)}
    for name, value in new.items():
        setattr(person, name, value)
    return [name.removesuffix("_id") for name in new]
