"""A person added by hand: one more contact, who may act from then on, and is told of what the given roles hear."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.identities import System
from kernel.kinds import Kind, many
from kernel.lookups import folded
from kernel.parameters import ROLE, WORDS
from kernel.shapes import as_words
from models.people import Channel, Person, Role
from notifications.address import wire_address
from planning.errors import CouncilError, quoted
from planning.remedies import Call
from record import journal
from record.organizations import Organizations, make
from record.people import people


class NotAPersonsName(CouncilError):
    """Words by which nobody can go."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"the name {quoted(words)} stands for no person; write the name that letters and the journal show"
        )


class KnownAlready(CouncilError):
    """The address belongs to a person of the store."""

    def __init__(self, email: str, name: str) -> None:
        super().__init__(
            f"{email} is {name} already", Call("file/load", words="load a file of contacts to correct them")
        )


def as_name(value: Any) -> str:
    """Return the name of a person. Raises NotText, NotPlain, NotAPersonsName."""
    words = " ".join(as_words(value).split())
    if not any(map(str.isalpha, folded(words))) or "@" in words or words in tuple(System):
        raise NotAPersonsName(words)
    return words


def as_email(value: Any) -> str:
    """Return an e-mail address in small letters. Raises NotText, NotPlain, BadAddress."""
    words = as_words(value).casefold()
    wire_address(words)
    return words


NAME = Kind("person's name", "NAME", "The name that letters and the journal show.", shape=as_name, is_private=True)
EMAIL = Kind("e-mail address", "EMAIL", "The e-mail address; no two people have one.", shape=as_email, is_private=True)
ORGANIZATION = WORDS.saying("The organization; one that nobody belongs to yet is made.", metavar="ORGANIZATION")
HELD = ROLE.saying("The role that they hold, such as secretariat; letters go to roles.", option="role")


@act(
    "people/add",
    who=(Grant.SECRETARIAT,),
    no_undo="the journal names people, so that none is taken away; a role ends on a day that a file of contacts gives",
    tags=("people",),
    adds_people=True,
)
def add(
    session: Session,
    name: Annotated[str, NAME],
    email: Annotated[str, EMAIL],
    *,
    organization: Annotated[str | None, ORGANIZATION] = None,
    roles: Annotated[tuple[str, ...], replace(many(HELD), metavar="ROLE")] = (),
    now: datetime,
    by: Identity,
) -> Done:
    """Add a person, who may act from then on; whoever is none of the people yet adds themself by it.

    Many at once, their zones, languages and channels come from a file of contacts. Raises KnownAlready.
    """
    if person := session.scalar(select(Person).where(Person.email == email)):
        raise KnownAlready(email, person.name)
    number, is_new = organization_of(session, organization)
    alike = [person.email for person in session.scalars(select(Person)) if folded(person.name) == folded(name)]
    key = people.new_ids(session, [email])[email]
    person = Person(public_id=key, name=name, email=email, organization_id=number)
    session.add(person)
    session.flush()
    session.add(Channel(person_id=person.id))
    session.add_all(Role(person_id=person.id, role=role) for role in dict.fromkeys(roles))
    if roles:
        rows_to_change.wake_all(session, now=now)
    notes = [f"the organization {organization} is new"] if is_new else []
    notes += [f"{other} goes by the same name: name these two by their addresses" for other in alike]
    return Done(
        "added",
        f"{name} <{email}> is one of the people here",
        facts={"person": person.public_id, "organization": organization, "roles": list(roles)},
        notes=tuple(notes),
    )


def organization_of(session: Session, name: str | None) -> tuple[int | None, bool]:
    """Return the number of the organization, and whether it is new; of an equal name in another spelling, that one."""
    if name is None:
        return None, False
    number = Organizations(session).find(name)
    if number is None:
        make(session, (name,))
        journal.tables_changed(session, "organization")
    return Organizations(session).find(name), number is None
