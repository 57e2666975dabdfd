"""People and organizations, as people type them."""

from difflib import get_close_matches

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.people import Person
from record.organizations import Organizations
from record.people import authorities, people
from record.refusals import NoSuchOrganization


def person(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the public id of a contact: it outlasts the name and the address. Raises NoSuchPerson, Ambiguous."""
    exact = or_(Person.public_id == words, Person.email == words.strip().casefold())  # then nobody else is read
    if known := session.scalar(select(Person.public_id).where(exact, Person.name != "")):
        return known
    email = nearest(words, persons(session)) if is_kind else words
    return people.named(session, email or words).public_id


def persons(session: Session) -> list[Choice]:
    """Return the contacts by their e-mail addresses, in the order of their names."""
    rows = session.execute(
        select(Person.email, Person.name).where(Person.name != "").order_by(Person.name, Person.email)
    )
    return [Choice(row.email, row.name) for row in rows]


def impersonal(session: Session, words: str, argument: str) -> str:
    """Return words that members read, which name no person on record. Raises PersonAsAuthority."""
    authorities.check(session, [words], argument)
    return words


def organization(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the present name of an organization, by any that it went by. Raises NoSuchOrganization, Ambiguous."""
    if name := Organizations(session).named(words):
        return name
    choices = organizations(session)
    if name := nearest(words, choices) if is_kind else None:
        return name
    known = {choice.name.casefold(): choice.name for choice in choices}
    raise NoSuchOrganization(words, next((known[near] for near in get_close_matches(words.casefold(), known, 1)), None))


def organizations(session: Session) -> list[Choice]:
    """Return the organizations by their present names, with those that lead to them."""
    every = Organizations(session)
    others: dict[str, list[str]] = {}
    for other, name in every.other_names():
        others.setdefault(name, []).append(other)
    return [Choice(name, name, tuple(others.get(name, ()))) for name in sorted(every.names.values())]
