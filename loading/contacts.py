"""Contacts, loaded in bulk: new ones are added, corrected fields are changed, nothing is removed."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from loading.deputies import Deputies
from loading.entry_refusals import inside
from loading.file_entries import Entry
from loading.result import Tally
from loading.roles_and_channels import EMAIL, Channels, Roles
from loading.scopes import Scopes
from loading.shapes import ContactShape
from models.people import Person
from models.slices import slices
from models.store import Store, public_id, the_store
from models.tables import tables
from planning.names import folded
from record.organizations import Organizations, make
from record.refusals import LoadRefused
from record.settings import Settings

Contacts = Sequence[Entry[ContactShape]]


def take(
    session: Session,
    contacts: Contacts,
    scopes: Scopes,
    tally: Tally,
    settings: Settings,
    deputies: Deputies,
) -> None:
    """Add and update all contacts, in as many queries for ten as for a thousand. Raises LoadRefused."""
    organizations = _organizations(session, contacts, tally)
    people = _find_people(session, [entry.given.email for entry in contacts])
    changes = {entry.given.email: _changed(people[entry.given.email], entry.given, organizations)
               for entry in contacts if entry.given.email in people}  # fmt: skip
    store = the_store(session)
    new = [_person(entry.given, organizations, store) for entry in contacts if entry.given.email not in people]
    ids = {email: person.id for email, person in people.items()} | _insert_people(session, new)
    public_ids = {str(row["email"]): str(row["public_id"]) for row in new}
    roles, channels = Roles(session, people.values(), scopes), Channels(session, people.values(), settings)
    deputies.read(contacts, people)
    for entry in contacts:
        email, is_new = entry.given.email, entry.given.email not in people
        added = [*roles.take(ids[email], entry), *channels.take(ids[email], entry.given, is_new)]
        added += deputies.take(entry)
        if is_new:
            tally.add("contacts", public_ids[email], added, called=email)
        elif done := [*changes[email], *added]:
            tally.change("contacts", people[email].public_id, done, called=email)
        else:
            tally.keep("contacts")
    for rows in (roles, channels):
        rows.store()


def news(
    session: Session, contacts: Contacts, scopes: Scopes, settings: Settings, deputies: Deputies
) -> list[Entry[ContactShape]]:
    """Return the contacts that are new, or differ from what the store holds.

    For a session that cannot write: rows are changed to see what would change, and thrown away with it.
    """
    people = _find_people(session, [entry.given.email for entry in contacts])
    organizations = Organizations(session)
    roles, channels = Roles(session, people.values(), scopes), Channels(session, people.values(), settings)
    deputies.read(contacts, people)

    def is_new(entry: Entry[ContactShape]) -> bool:
        shape, person = entry.given, people.get(entry.given.email)
        if person is None or (shape.organization and organizations.find(shape.organization) is None):
            return True
        try:
            return bool(
                _changed(person, shape, organizations)
                or roles.take(person.id, entry)
                or channels.take(person.id, shape, is_new=False)
                or deputies.take(entry)
            )
        except LoadRefused:  # it may hang from what the same files bring; what is wrong is said when it is stored
            return True

    return [entry for entry in contacts if is_new(entry)]


def check_channels(contacts: Contacts, settings: Settings) -> None:
    """Check that the channels could be sent to. Raises LoadRefused. Apprise is imported only here, for it is slow."""
    for entry in contacts:
        for number, address in enumerate(entry.given.channels, start=1):
            if address != EMAIL:
                from notifications.channels.apprise import check_url

                with inside(f"{entry.where}, channels[{number}]"):
                    check_url(address, hosts=settings.webhook_hosts)


def _organizations(session: Session, contacts: Contacts, tally: Tally) -> Organizations:
    """Return the organizations, made where one is new; names that may be one are noted."""
    known = Organizations(session)
    new: dict[str, str] = {}
    for name in dict.fromkeys(entry.given.organization for entry in contacts if entry.given.organization):
        if known.find(name) is None:
            new.setdefault(folded(name) or name, name)
    if not new:
        return known
    make(session, new.values())
    organizations = Organizations(session)
    pairs = (tuple(sorted(pair)) for pair in organizations.all_near(new.values()).items())
    tally.notes += [
        f"the organizations {one!r} and {other!r} may be one: then merge them" for one, other in dict.fromkeys(pairs)
    ]
    return organizations


def _find_people(session: Session, emails: Sequence[str]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for some in slices(emails):
        people |= {row.email: row for row in session.scalars(select(Person).where(Person.email.in_(some)))}
    return people


def _insert_people(session: Session, new: Sequence[dict[str, object]]) -> dict[str, int]:
    """Insert new people, and return their numbers by e-mail address; as objects they would cost three times that."""
    if new:
        session.execute(insert(tables().tables["person"]), new)  # one statement, and no object for each row
    ids: dict[str, int] = {}
    for some in slices([row["email"] for row in new]):
        ids |= dict(session.execute(select(Person.email, Person.id).where(Person.email.in_(some))).all())
    return ids


def _person(shape: ContactShape, organizations: Organizations, store: Store) -> dict[str, object]:
    return {
        "public_id": public_id(store, "person", shape.email),
        "name": shape.name,
        "email": shape.email,
        "organization_id": _number(organizations, shape),
        "language": shape.language or "en",
        "zone": shape.zone,
        "digest": shape.digest,
    }


def _number(organizations: Organizations, shape: ContactShape) -> int | None:
    return organizations.find(shape.organization) if shape.organization else None


def _changed(person: Person, shape: ContactShape, organizations: Organizations) -> list[str]:
    """Change what the file says otherwise, and return the names of the fields: the journal keeps no personal data."""
    stated = {"name": shape.name, "organization_id": _number(organizations, shape),
              "language": shape.language, "zone": shape.zone, "digest": shape.digest}  # fmt: skip
    new = {name: value for name, value in stated.items() if value is not None and value != getattr(person, name)}
    for name, value in new.items():
        setattr(person, name, value)
    return [name.removesuffix("_id") for name in new]
