"""People and organizations, as people type them."""

from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.people import Organization, Person
from record.people import people
from record.refusals import NoSuchOrganization


def person(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the public id of a contact: it outlasts the name and the address. Raises NoSuchPerson, Ambiguous."""
    if known := session.scalar(select(Person.public_id).where(Person.public_id == words)):
        return known
    email = nearest(words, persons(session)) if is_kind else words
    return people.named(session, email or words).public_id


def persons(session: Session) -> list[Choice]:
    """Return the contacts by their e-mail addresses, in the order of their names."""
    rows = session.execute(select(Person.email, Person.name).order_by(Person.name, Person.email))
    return [Choice(row.email, row.name) for row in rows]


def organization(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the name of an organization, whatever its case. Raises NoSuchOrganization, Ambiguous."""
    choices, asked = organizations(session), " ".join(words.split()).casefold()
    known = {choice.name.casefold(): choice.name for choice in choices}
    if name := known.get(asked) or (nearest(words, choices) if is_kind else None):
        return name
    raise NoSuchOrganization(words, next((known[near] for near in get_close_matches(asked, known, 1)), None))


def organizations(session: Session) -> list[Choice]:
    """Return the organizations by name."""
    return [Choice(name, name) for name in session.scalars(select(Organization.name).order_by(Organization.name))]
