"""Roles of people: given from a day, ended on a day, for everything or within a body, organization, procedure or cycle.

A role that ends the day before it begins was held on no day: so is taken back what was given by mistake.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from kernel import chains, effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, FLAG, ROLE, WORDS, PersonName
from models.people import Person, Role
from planning.errors import CouncilError, among
from planning.names import folded
from planning.remedies import Argument, Call
from planning.zones import local_day
from record.people import offices, people, role_scopes
from record.refusals import ChairAndViceChair

READERS = (Happening("readers-changed", "outbox", ()),)
HELD = WORDS.saying("The role, by its word, such as membership.", metavar="ROLE")
GIVEN = ROLE.saying("The role, by its word, such as focal-point.")
SCOPE = WORDS.saying("Only for this body, organization, procedure or cycle; for everything if left empty.")
A_DAY = timedelta(days=1)


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


@act("people/give-role", who=(Grant.SECRETARIAT,), undo="people/end-role", tags=("people",))
def give_role(
    session: Session,
    person: PersonName,
    role: Annotated[str, GIVEN],
    *,
    scope: Annotated[str | None, SCOPE] = None,
    since: Annotated[date | None, DAY.saying("The first day; today if left empty.")] = None,
    until: Annotated[date | None, DAY.saying("The last day, such as that of a term; open if left empty.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Give a person a role: letters to it reach them from its first day on, until its last one.

    Raises NoSuchPerson, NoSuchScope, EndsBeforeItBegins, ChairAndViceChair.
    """
    holder, begins = people.known(session, person), since or local_day(now)
    within = role_scopes.named(session, scope, chains.declared())
    if until and until < begins:
        raise EndsBeforeItBegins(role, begins, until)
    rows = [row for row in _roles_of(session, holder) if row.role == role and folded(row.scope) == folded(within)]
    if row := next((row for row in rows if _overlaps(row, begins, until)), None):
        return Done("given", f"{holder.name} holds the role {_within(row)} then already", is_nothing=True)
    row = next((row for row in rows if row.from_on == begins), None) or Role(
        person_id=holder.id, role=role, scope=within, from_on=begins
    )
    effects.note(session, _name(person, row), row.to_on)
    row.to_on = until
    session.add(row)
    _check_offices(session, holder)
    rows_to_change.wake_all(session, now=now)
    of = {"person": person, "role": role} | ({"scope": within} if within else {})
    return Done(
        "given",
        f"{holder.name} holds the role {_within(row)} from {begins}" + (f" to {until}" if until else " on"),
        facts=of | {"since": begins, "until": until},
        events=READERS,
        undo=Call("people/end-role", of | {"on": begins - A_DAY}),
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

    Raises NoSuchPerson, NotHeld, SeveralHeld, EndsBeforeItBegins, ChairAndViceChair.
    """
    holder, last = people.known(session, person), None if never else on or local_day(now)
    row = _held(session, holder, role, scope)
    if last and row.from_on and last < row.from_on - A_DAY:
        raise EndsBeforeItBegins(role, row.from_on, last)
    if row.to_on == last:
        return Done("ended", f"{_words(holder, row)} already", is_nothing=True)
    effects.note(session, _name(person, row), row.to_on)
    back: dict[str, object] = {"on": row.to_on} if row.to_on else {"never": True}
    of = {"person": person, "role": row.role} | ({"scope": row.scope} if row.scope else {})
    row.to_on = last
    _check_offices(session, holder)
    rows_to_change.wake_all(session, now=now)
    return Done(
        "ended",
        _words(holder, row),
        facts=of | {"on": last},
        events=READERS,
        undo=Call("people/end-role", of | back),
    )


def _check_offices(session: Session, holder: Person) -> None:
    """Check that a person is not both Chair and Vice-Chair of a body. Raises ChairAndViceChair."""
    session.flush()
    for both in offices.both_held(session, [holder.email]):
        raise ChairAndViceChair(both.name, both.email, both.body, both.first)


def _name(person: str, row: Role) -> str:
    """Return what a role is known by among the things that an act touches."""
    return f"role:{person} {row.role} {row.scope} {row.from_on}"


def _roles_of(session: Session, holder: Person) -> list[Role]:
    return list(session.scalars(select(Role).where(Role.person_id == holder.id).order_by(Role.id)))


def _overlaps(row: Role, begins: date, until: date | None) -> bool:
    """Return True if a role is held on one of the days from `begins` to `until`."""
    first, last = row.from_on or date.min, row.to_on or date.max
    return first <= last and first <= (until or date.max) and begins <= last


def _held(session: Session, holder: Person, role: str, scope: str | None) -> Role:
    rows = _roles_of(session, holder)
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
    if row.from_on and row.to_on and row.to_on < row.from_on:
        return f"the role {_within(row)} of {holder.name} is held on no day"
    until = f"ends on {row.to_on}" if row.to_on else "goes on until further notice"
    return f"the role {_within(row)} of {holder.name} {until}"
