"""Corrections of what is on record of a person: name, address and organization."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.people.newcomers import EMAIL, NAME, KnownAlready, organization_of
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import WORDS, PersonName
from planning.errors import CouncilError, among
from record.people import people

READERS = (Happening("readers-changed", "outbox", ()),)
ORGANIZATION = replace(
    WORDS.saying("The organization; a new one is made, an empty word is none.", metavar="ORGANIZATION"),
    is_said_empty=True,
)


class NothingToEdit(CouncilError):
    """The act corrects a person, and nothing is said to correct."""

    def __init__(self) -> None:
        super().__init__("say what to correct: the name, the e-mail address or the organization")


@act(
    "people/edit",
    who=(Grant.SECRETARIAT,),
    no_undo="the journal keeps no names and addresses of people, so that the former ones are typed anew",
    tags=("people",),
)
def edit(
    session: Session,
    person: PersonName,
    *,
    name: Annotated[str | None, NAME] = None,
    email: Annotated[str | None, EMAIL] = None,
    organization: Annotated[str | None, ORGANIZATION] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Correct the name, the address or the organization of a person; roles, choices and deadlines stay theirs.

    A file that says what it said before does not take it back. Raises NoSuchPerson, NothingToEdit, KnownAlready.
    """
    row = people.known(session, person)
    stated: dict[str, object] = {key: value for key, value in {"name": name, "email": email}.items() if value}
    notes: list[str] = []
    if organization is not None:
        number, is_new = organization_of(session, organization or None)
        stated["organization_id"] = number
        notes += [f"the organization {organization} is new"] if is_new else []
    if not stated:
        raise NothingToEdit
    if email and (other := people.of_address(session, email)) and other is not row:
        raise KnownAlready(email, other.name)
    changed = [key for key, value in stated.items() if value != getattr(row, key)]
    for key in changed:
        setattr(row, key, stated[key])
    if "organization_id" in changed and row.official:
        row.official = False
        notes.append("it is no official address any more: that was its former organization's")
    words = [key.removesuffix("_id") for key in changed]
    if changed:
        rows_to_change.wake_all(session, now=now)
    return Done(
        "edited",
        f"{row.name}: {among(words)} corrected" if words else f"{row.name} is on record so already",
        facts={"person": person, "corrected": words},
        notes=tuple(notes),
        events=READERS if changed else (),
        is_nothing=not changed,
    )
