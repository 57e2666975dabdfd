"""Lists of Chairs and Vice-Chairs: who comes in, who stays, and who goes out on the day before the list counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.done import Part
from loading import contacts
from loading.bodies import Bodies
from loading.entry_refusals import inside
from loading.file_entries import Entry
from loading.membership_shapes import ChairShape, ChairsShape
from loading.result import Tally
from loading.roles_and_channels import Roles
from loading.scopes import Scopes
from loading.shapes import ContactShape
from models.people import Person, Role
from planning.names import folded
from planning.terms import A_DAY
from record.people import offices
from record.people.offices import CALLED
from record.refusals import ChairAndViceChair


def take(session: Session, entries: Iterable[Entry[ChairsShape]], bodies: Bodies, tally: Tally, **how: Any) -> None:
    """Have each list count, the earliest first. Raises LoadRefused."""
    for entry in sorted(entries, key=lambda entry: entry.given.from_on):
        _take(session, entry, bodies, tally=tally, **how)


def _take(
    session: Session, entry: Entry[ChairsShape], bodies: Bodies, scopes: Scopes, tally: Tally, **how: Any
) -> None:
    """Have the people of a list hold their roles within its body; whoever held these before does so until then.

    A list that is loaded again changes nothing, whatever was recorded since. Raises LoadRefused.
    """
    body = bodies.named(entry.where, entry.given.body).key
    shape = _to_the_next(session, body, entry.given)
    entry = Entry(entry.where, shape)
    name, before = f"{body} from {shape.from_on}", _held(session, body, shape)
    new = _give(session, entry, body, scopes, {"tally": tally, **how})
    is_sourced = _keep_source(session, body, entry)
    if not new:
        if is_sourced:
            tally.change("chairs", name, ["source"])
        else:
            tally.keep("chairs")
        return
    fates = [fate for role in shape.by_role for fate in _fates(shape, role, before, new)]
    for row, _ in before:
        if row.role in {role for role, _ in new}:
            row.to_on = shape.from_on - A_DAY
    check(session, {email: entry.where for _, email in new})
    tally.add("chairs", name, {fate: sum(part.fate == fate for part in fates) for fate in ("in", "out", "stays")})
    tally.difference += fates
    tally.notes += [f"{name}: {fate.name} {fate.fate}, {fate.how}" for fate in fates]


def check(session: Session, people: Mapping[str, str]) -> None:
    """Check that none of these people, each with a place in a file, is Chair and Vice-Chair of one body at once.

    Raises LoadRefused.
    """
    session.flush()
    for both in offices.both_held(session, people):
        with inside(people[both.email]):
            raise ChairAndViceChair(both.name, both.email, both.body, both.first)


def _keep_source(session: Session, body: str, entry: Entry[ChairsShape]) -> bool:
    """Keep with the offices of a list the text that gives it; return True if another was kept before."""
    shape, is_other = entry.given, False
    listed = [each.email for people in shape.by_role.values() for each in people]
    query = select(Role).join(Person, Person.id == Role.person_id).where(Person.email.in_(listed))
    for row in session.scalars(query.where(Role.role.in_(shape.by_role), Role.from_on == shape.from_on)):
        if folded(row.scope) == folded(body) and (row.source is None or shape.source not in (None, row.source)):
            is_other = is_other or row.source is not None
            row.source = shape.source or PurePath(entry.where.partition(", ")[0]).name
    return is_other


def _to_the_next(session: Session, body: str, shape: ChairsShape) -> ChairsShape:
    """Return a list without a last day with that before the first day of the next one on record, if there is one."""
    query = select(Role.scope, Role.from_on).where(Role.role.in_(shape.by_role), Role.from_on > shape.from_on)
    later = [row.from_on for row in session.execute(query) if folded(row.scope) == folded(body)]
    return shape.model_copy(update={"to_on": min(later) - A_DAY}) if later and not shape.to_on else shape


Held = Sequence[tuple[Role, Person]]
Given = Collection[tuple[str, str]]  # the role, and the address of whoever holds it


def _held(session: Session, body: str, shape: ChairsShape) -> Held:
    """Return who holds these roles within the body since before the first day of the list, and still on that day."""
    query = select(Role, Person).join(Person, Person.id == Role.person_id).where(Role.role.in_(shape.by_role))
    first, rows = shape.from_on, session.execute(query.order_by(Person.name))
    return [
        (row, person)
        for row, person in rows
        if folded(row.scope) == folded(body)
        and (row.from_on or date.min) < first <= (row.to_on or date.max)
    ]  # fmt: skip


def _give(session: Session, entry: Entry[ChairsShape], body: str, scopes: Scopes, how: dict[str, Any]) -> Given:
    """Give each person of the list their role; return whose role is new, or ends on another day now."""
    shape = entry.given
    listed = {each.email: each for people in shape.by_role.values() for each in people}
    known = {row.email: row for row in session.scalars(select(Person).where(Person.email.in_(listed)))}
    roles, given = Roles(session, known.values(), scopes), set[tuple[str, str]]()
    strangers = []
    for email, each in listed.items():
        contact = Entry(entry.where, _contact(shape, body, each, known.get(email)))
        if person := known.get(email):
            given |= {(role, email) for role in roles.take(person.id, contact, person)}
        else:
            strangers.append(contact)
            given |= {(role.role, email) for role in contact.given.roles}
    roles.store()
    if strangers:
        contacts.take(session, strangers, scopes=scopes, **how)
    return given


def _contact(shape: ChairsShape, body: str, each: ChairShape, person: Person | None) -> ContactShape:
    """Return what the list says of a person: of somebody who is known only the roles."""
    days = {"from": str(shape.from_on)} | ({"to": str(shape.to_on)} if shape.to_on else {})
    held = [role for role, people in shape.by_role.items() if each.email in [one.email for one in people]]
    said: dict[str, Any] = {"name": person.name if person else each.name, "email": each.email}
    if person is None and each.organization:
        said["organization"] = each.organization
    return ContactShape.model_validate(said | {"roles": [{"role": role, "scope": body, **days} for role in held]})


def _fates(shape: ChairsShape, role: str, before: Held, new: Given) -> Iterator[Part]:
    """Yield who comes in, stays and goes out of a role."""
    had = {person.email: person.name for row, person in before if row.role == role}
    listed = {each.email: each.name for each in shape.by_role[role]}
    for email, name in listed.items():
        if (role, email) in new:
            yield Part("stays" if email in had else "in", name, CALLED[role])
    if any(held == role for held, _ in new):
        yield from (Part("out", name, CALLED[role]) for email, name in had.items() if email not in listed)
