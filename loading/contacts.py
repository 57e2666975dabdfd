"""Contacts, loaded in bulk: new ones are added, corrected fields are changed, nothing is removed."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from loading import file_words
from loading.deputies import Deputies
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.file_words import CHOSEN
from loading.result import Tally
from loading.roles_and_channels import EMAIL, Channels, Roles, ends
from loading.scopes import Scopes
from loading.shapes import ContactShape
from models.people import Person
from models.slices import slices
from models.store import public_id, the_store
from models.tables import tables
from notifications.channels.short_messages import ShortMessages
from planning.errors import CouncilError
from planning.names import folded, unaccented
from record import journal
from record.organizations import Organizations, make
from record.people.people import new_ids
from record.settings import Settings

Contacts = Sequence[Entry[ContactShape]]
SHOWN = 12  # pairs of people, or of organizations, that a load names one by one


def take(
    session: Session,
    contacts: Contacts,
    scopes: Scopes,
    tally: Tally,
    settings: Settings,
    deputies: Deputies,
) -> None:
    """Add and update all contacts, in as many queries for ten as for a thousand. Raises LoadRefused."""
    named = [entry.given.organization for entry in contacts if entry.given.organization]
    organizations = organizations_named(session, named, tally)
    people = _find_people(session, [entry.given.email for entry in contacts])
    _check_official(contacts, organizations)
    changes = _all_changes(session, contacts, people, organizations)
    fresh = [entry.given for entry in contacts if entry.given.email not in people]
    keys = new_ids(session, [shape.email for shape in fresh])
    new = [_person(shape, organizations, keys[shape.email]) for shape in fresh]
    ids = {email: person.id for email, person in people.items()} | _insert_people(session, new)
    tally.notes += _alike(session, new)
    public_ids = {str(row["email"]): str(row["public_id"]) for row in new}
    marked = [entry for entry in contacts if entry.given.official]
    anew = [entry for entry in marked if "official" in changes.get(entry.given.email, ("official",))]
    _unmark_others(session, anew, organizations)
    roles, channels = Roles(session, people.values(), scopes), Channels(session, people.values(), settings)
    deputies.read(contacts, people)
    for entry in contacts:
        email, is_new = entry.given.email, entry.given.email not in people
        added = [*roles.take(ids[email], entry, people.get(email)), *channels.take(ids[email], entry.given, is_new)]
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
    """Return the contacts that are new, or of which files said something else last, or nothing.

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
                file_words.news(person, _stated(shape, organizations))
                or roles.take(person.id, entry, person)
                or channels.take(person.id, shape, is_new=False)
                or deputies.take(entry)
            )
        except CouncilError:  # it may hang from what the same files bring; what is wrong is said when it is stored
            return True

    return [entry for entry in contacts if is_new(entry)]


def _check_official(contacts: Contacts, organizations: Organizations) -> None:
    """Check that the files mark one official address for an organization. Raises LoadRefused."""
    marked: dict[int, str] = {}
    for entry in contacts:
        email, number = entry.given.email, _number(organizations, entry.given)
        if entry.given.official and number is None:
            raise refused(entry.where, "an official address is that of an organization, and none is given")
        if entry.given.official and (other := marked.setdefault(number or 0, email)) != email:
            raise refused(entry.where, f"{entry.given.organization} has the official address {other} already; keep one")


def _unmark_others(session: Session, contacts: Contacts, organizations: Organizations) -> None:
    """Have the official addresses that the files mark anew stand in place of those that the store holds."""
    for entry in contacts:
        theirs = (Person.organization_id == _number(organizations, entry.given), Person.official)
        for person in session.scalars(select(Person).where(*theirs, Person.email != entry.given.email)):
            person.official = False


def check_channels(contacts: Contacts, settings: Settings) -> None:
    """Check that the channels could be sent to. Raises LoadRefused."""
    messages = ShortMessages(settings.webhook_hosts)
    for entry in contacts:
        for number, address in enumerate(entry.given.channels, start=1):
            if address != EMAIL:
                with inside(f"{entry.where}, channels[{number}]"):
                    messages.carrier_of(address)


def organizations_named(session: Session, names: Sequence[str], tally: Tally) -> Organizations:
    """Return the organizations, made where one is new; names that may be one are noted."""
    known = Organizations(session)
    new: dict[str, str] = {}
    for name in dict.fromkeys(names):
        if known.find(name) is None:
            new.setdefault(folded(name) or name, name)
    if not new:
        return known
    make(session, new.values())
    journal.tables_changed(session, "organization")
    organizations = Organizations(session)
    pairs = dict.fromkeys(tuple(sorted(pair)) for pair in organizations.all_near(new.values()).items())
    every = [f"the organizations {one!r} and {other!r} may be one: then merge them" for one, other in pairs]
    tally.notes += _shown(every, "more pairs of organizations may be one: look through their list")
    return organizations


def _find_people(session: Session, emails: Sequence[str]) -> dict[str, Person]:
    """Return the people of these addresses; by the address that they were first known by, those who have another."""
    people: dict[str, Person] = {}
    for some in slices(emails):
        people |= {row.email: row for row in session.scalars(select(Person).where(Person.email.in_(some)))}
    store = the_store(session)
    first = {public_id(store, "person", email): email for email in emails if email not in people}
    for some in slices(first):
        rows = session.scalars(select(Person).where(Person.public_id.in_(some), Person.name != ""))
        people |= {first[row.public_id]: row for row in rows}
    return people


def _insert_people(session: Session, new: Sequence[dict[str, object]]) -> dict[str, int]:
    """Insert new people, and return their numbers by e-mail address; as objects they would cost three times that."""
    if new:
        session.execute(insert(tables().tables["person"]), new)  # one statement, and no object for each row
        journal.tables_changed(session, "person")
    ids: dict[str, int] = {}
    for some in slices([row["email"] for row in new]):
        ids |= dict(session.execute(select(Person.email, Person.id).where(Person.email.in_(some))).all())
    return ids


def _alike(session: Session, new: Sequence[dict[str, object]]) -> list[str]:
    """Say which new people are called as another one of their organization: mostly one person with two addresses."""
    theirs = {row["organization_id"] for row in new} - {None}
    called: dict[tuple[int | None, str], list[tuple[str, str]]] = {}
    columns = (Person.organization_id, Person.name, Person.email)
    for some in slices(theirs):
        people = select(*columns).where(Person.organization_id.in_(some), Person.name != "").order_by(Person.id)
        for organization_id, name, email in session.execute(people):
            called.setdefault((organization_id, unaccented(name)), []).append((name, email))
    emails = {row["email"] for row in new}
    every = [
        f"{name} is also called as {same[0][0]} is, of the same organization: {same[0][1]}, {email}"
        for same in called.values()
        for name, email in same[1:]
        if email in emails
    ]
    return _shown(every, "more new people are called as others of their organization: look through the list of people")


def _shown(every: list[str], more: str) -> list[str]:
    """Return the first of many sentences, and how many there are beyond."""
    return every[:SHOWN] + ([f"{len(every) - SHOWN} {more}"] if len(every) > SHOWN else [])


def _person(shape: ContactShape, organizations: Organizations, key: str) -> dict[str, object]:
    return {
        "public_id": key,
        "name": shape.name,
        "email": shape.email,
        "organization_id": _number(organizations, shape),
        "language": shape.language or "en",
        "zone": shape.zone,
        "digest": shape.digest,
        "file_said": file_words.marks(_stated(shape, organizations) | ends(shape)),
        "official": bool(shape.official),
    }


def _number(organizations: Organizations, shape: ContactShape) -> int | None:
    return organizations.find(shape.organization) if shape.organization else None


def _stated(shape: ContactShape, organizations: Organizations) -> dict[str, object]:
    """Return what a file says of a person, by column; nothing where it says nothing."""
    return {"name": shape.name, "organization_id": _number(organizations, shape),
            "language": shape.language, "zone": shape.zone, "digest": shape.digest,
            "official": shape.official}  # fmt: skip


def _all_changes(
    session: Session, contacts: Contacts, people: Mapping[str, Person], organizations: Organizations
) -> dict[str, list[str]]:
    """Return the fields that the files change, by e-mail address."""
    chose = file_words.chose(session, [person for person in people.values() if person.file_said is None])
    changes: dict[str, list[str]] = {}
    for entry in contacts:
        if person := people.get(entry.given.email):
            kept = CHOSEN if person.public_id in chose else frozenset()
            changes[entry.given.email] = _change(person, _stated(entry.given, organizations), kept)
    return changes


def _change(person: Person, stated: Mapping[str, object], kept: Collection[str]) -> list[str]:
    """Change what the file says otherwise than it did, and return the fields: the journal keeps no personal data."""
    news = {name: value for name, value in file_words.news(person, stated).items() if name not in kept}
    file_words.keep(person, stated)
    changed = [name for name, value in news.items() if value != getattr(person, name)]
    for name in changed:
        setattr(person, name, news[name])
    return [name.removesuffix("_id") for name in changed]
