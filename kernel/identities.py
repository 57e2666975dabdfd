"""Find who acts by the typed words: a person of the store, or whoever types, while the store has no people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from kernel.grants import Identity
from kernel.lookups.choices import Ambiguous, folded
from models.people import Person
from notifications.plain_text import plain
from planning.errors import CouncilError, quoted
from planning.remedies import Call
from planning.zones import local_day
from record.people import role_holders

LONGEST = 60  # letters of a name that nobody has, in a sentence
Known = Row[str, str, str]  # public id, name, e-mail address


class System(StrEnum):
    """Names of the system, for what no person does. No person may have one of these names."""

    LOOKING = "(nobody named)"  # a preview at a terminal that names nobody
    NEWCOMER = "(not added yet)"  # whoever adds themself, until it is done
    VISITOR = "(somebody on the page)"  # asks for a link by mail: nobody knows yet whether to their own mailbox
    REHEARSAL = "(rehearsal)"  # releases letters in a store that is thrown away


NAMELESS = Identity(System.LOOKING, person=System.LOOKING)


class Stranger(CouncilError):
    """Who is named to act is none of the people of the store."""

    def __init__(self, words: str, near: str | None) -> None:
        self.near = near
        hint = f"; did you mean {quoted(near)}?" if near else ""
        super().__init__(
            f"{plain(words, LONGEST)!r} is none of the people here, and nobody acts by that name{hint}",
            Call("people/add", {} if "@" in words else {"name": words}, words="add them first"),
            Call("people/list", words="name one of those who are there"),
        )


class Former(CouncilError):
    """Who is named to act held roles, and the last of them has ended."""

    def __init__(self, name: str, last: date) -> None:
        super().__init__(
            f"the last role of {quoted(name)} ended on {last}, and nobody acts by that name any more",
            Call("file/load", {"files": "CONTACTS.csv"}, "have their present role loaded"),
            Call("people/list", words="name one of those who hold one"),
        )


def of(session: Session, typed: Identity, *, now: datetime, is_kind: bool) -> Identity:
    """Return the person whom the typed name means: spelled as in the store, with the public id, which never changes.

    Who is absent acts in their own name, and so does their deputy. Nobody is turned away while nobody is left whose
    roles have not ended: they could not be renewed. An identity that has an id already is returned as it is.
    Raises Stranger, Former, Ambiguous.
    """
    if typed.person:
        return typed
    people = _find_contacts(session, typed.name.strip(), is_kind=is_kind)
    if not people:
        return _themself(typed)
    person = _present(session, typed.name, people, local_day(now))
    return replace(typed, name=person.name, person=person.public_id)


def newcomer(typed: Identity) -> Identity:
    """Return the identity of somebody who is about to add themself. Raises Stranger for a name of the system."""
    return replace(_themself(typed), person=System.NEWCOMER)


def _themself(typed: Identity) -> Identity:
    name = " ".join(typed.name.split())
    if name in tuple(System):
        raise Stranger(name, None)
    return replace(typed, name=name)


def _find_contacts(session: Session, words: str, *, is_kind: bool) -> Sequence[Known]:
    """Return the contacts of that address or name; none if the store has no people. Raises Stranger.

    Who was erased has no name, and is not found.
    """
    query = select(Person.public_id, Person.name, Person.email).where(Person.name != "")
    exact = or_(Person.public_id == words, Person.email == words.casefold(), Person.name == words)
    if people := session.execute(query.where(exact)).all():
        addressed = [person for person in people if words.casefold() in (person.public_id, person.email)]
        return addressed or people
    people = session.execute(query.order_by(Person.name, Person.email)).all()
    if not people:
        return ()
    if alike := [person for person in people if folded(person.name) == folded(words)]:
        return alike
    if is_kind and (called := [person for person in people if folded(person.name).startswith(f"{folded(words)} ")]):
        return called
    raise Stranger(words, _near(words, people))


def _present(session: Session, words: str, people: Sequence[Known], today: date) -> Known:
    """Return the only one of these people whose roles have not all ended. Raises Former, Ambiguous."""
    ended = role_holders.ended(session, [person.public_id for person in people], today)
    present = [person for person in people if person.public_id not in ended]
    if not present and role_holders.is_any_left(session, today):
        raise Former(people[0].name, max(ended.values()))
    if len(present or people) > 1:
        raise Ambiguous(words, sorted(person.email for person in present or people))
    return (present or people)[0]


def _near(words: str, people: Sequence[Known]) -> str | None:
    """Return the name or the address on record that is nearest to these words."""
    known = {folded(word): word for person in people for word in (person.email, person.name)}
    return next((known[near] for near in get_close_matches(folded(words), known, 1)), None)
