"""Corrections of what is on record of a person: name, address and organization, and when a role ends."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.people.newcomers import EMAIL, NAME, KnownAlready, organization_of
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, FLAG, WORDS, PersonName
from models.people import Person, Role
from planning.errors import CouncilError, among
from planning.names import folded
from planning.remedies import Argument, Call
from planning.zones import local_day
from record.people import people

READERS = (Happening("readers-changed", "outbox", ()),)
ORGANIZATION = replace(
    WORDS.saying("The organization; a new one is made, an empty word is none.", metavar="ORGANIZATION"),
    is_said_empty=True,
)
HELD = WORDS.saying("The role, by its word, such as membership.", metavar="ROLE")


class NothingToEdit(CouncilError):
    """The act corrects a person, and nothing is said to correct."""

    def __init__(self) -> None:
        super().__init__("say what to correct: the name, the e-mail address or the organization")


class NotHeld(CouncilError):
    """A person does not hold that role, or not within that scope."""

    def __init__(self, person: str, role: str, held: list[str]) -> None:
        super().__init__(f"{person} does not hold the role {role!r}; theirs are {among(held)}")


class SeveralHeld(CouncilError):
    """A person holds a role within several scopes, or for several times."""

    def __init__(self, person: str, role: str, scopes: list[str]) -> None:
        name = Argument("scope", "name one", "SCOPE")
        super().__init__(f"{person} holds the role {role!r} more than once: {among(scopes)}", name)


class EndsBeforeItBegins(CouncilError):
    """The last day of a role lies before its first one."""

    def __init__(self, role: str, begins: date, ends: date) -> None:
        super().__init__(f"the role {role!r} begins on {begins}, after {ends}; give a later day")


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


@act("people/end-role", who=(Grant.SECRETARIAT,), undo="people/end-role", tags=("people",))
def end_role(
    session: Session,
    person: PersonName,
    role: Annotated[str, HELD],
    *,
    scope: Annotated[str | None, WORDS.saying("The body, organization, procedure or cycle of the role.")] = None,
    on: Annotated[date | None, DAY.saying("The last day; today if left empty.")] = None,
    never: Annotated[bool, FLAG.saying("It goes on, until further notice.")] = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Say on which day a role of a person ends, or that it goes on: letters to the role reach them until then.

    Raises NoSuchPerson, NotHeld, SeveralHeld, EndsBeforeItBegins.
    """
    holder, last = people.known(session, person), None if never else on or local_day(now)
    row = _held(session, holder, role, scope)
    if last and row.from_on and last < row.from_on:
        raise EndsBeforeItBegins(role, row.from_on, last)
    if row.to_on == last:
        return Done("ended", f"{_words(holder, row)} already", is_nothing=True)
    effects.note(session, f"role:{person} {row.role} {row.scope} {row.from_on}", row.to_on)
    back: dict[str, object] = {"on": row.to_on} if row.to_on else {"never": True}
    of = {"person": person, "role": row.role} | ({"scope": row.scope} if row.scope else {})
    row.to_on = last
    rows_to_change.wake_all(session, now=now)
    return Done(
        "ended",
        _words(holder, row),
        facts=of | {"on": last},
        events=READERS,
        undo=Call("people/end-role", of | back),
    )


def _held(session: Session, holder: Person, role: str, scope: str | None) -> Role:
    rows = session.scalars(select(Role).where(Role.person_id == holder.id).order_by(Role.id)).all()
    named = [row for row in rows if folded(row.role) == folded(role)]
    named = [row for row in named if scope is None or folded(row.scope) == folded(scope)]
    if not named:
        raise NotHeld(holder.name, role, [_within(row) for row in rows])
    living = [row for row in named if row.to_on is None] or named[-1:]
    if len(living) > 1:
        raise SeveralHeld(holder.name, role, [_within(row) for row in living])
    return living[0]


def _within(row: Role) -> str:
    return f"{row.role} ({row.scope})" if row.scope else row.role


def _words(holder: Person, row: Role) -> str:
    until = f"ends on {row.to_on}" if row.to_on else "goes on until further notice"
    return f"the role {_within(row)} of {holder.name} {until}"
