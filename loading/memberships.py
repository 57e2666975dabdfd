"""Lists of members: who comes in, who goes out and who stays, with the official address of each where it is known."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.people import membership_lists
from actions.people.membership_lists import Listed, Terms
from actions.people.membership_terms import Book
from kernel.done import Part
from loading import contacts
from loading.entry_refusals import refused
from loading.file_entries import Entry
from loading.membership_shapes import MemberShape, MembershipShape
from loading.result import Tally
from loading.shapes import ContactShape
from models.journal import Entry as Line
from models.memberships import MembershipKind
from models.people import Person
from planning.chain import COUNCIL_MEMBERS, MEMBER_STATES, MEMBERSHIP
from planning.names import folded
from planning.roles import SEATS
from planning.rule_words import count_of
from record import memberships
from record.organizations import Organizations

ROLES = {
    MembershipKind.MEMBER_STATE: (MEMBERSHIP, MEMBER_STATES),
    MembershipKind.COUNCIL_MEMBER: (MEMBERSHIP, MEMBER_STATES),
    MembershipKind.SECTOR_MEMBER: (MEMBERSHIP, "sector-members"),
    MembershipKind.OBSERVER: ("observer",),
}
"""The roles of an official address that a list brings: by these it is sent what all members are."""

OF_SEATS = {MembershipKind.COUNCIL_MEMBER: SEATS[COUNCIL_MEMBERS]}


def take(session: Session, entry: Entry[MembershipShape], line: Line, tally: Tally, **how: Any) -> None:
    """Have a list count, and tell what it changes. Raises LoadRefused for an organization that it names twice."""
    shape = entry.given
    organizations = contacts.organizations_named(session, [member.organization for member in shape.members], tally)
    listed = _listed(session, entry, organizations, line)
    _take_addresses(session, shape, organizations, entry.where, tally, how)
    name = f"{shape.members_as} from {shape.first}"
    difference = membership_lists.take(session, listed, line)
    if difference is None:
        tally.keep("memberships")
        return
    fates = {"in": difference.came, "out": difference.left, "stays": difference.stayed}
    named = {fate: sorted(organizations.names[number] for number in numbers) for fate, numbers in fates.items()}
    what = {"came": len(named["in"]), "left": len(named["out"]), "stayed": len(named["stays"])}
    tally.add("memberships", name, what)
    tally.told["memberships"][name] = named
    tally.difference += [Part(fate, each, name) for fate in ("in", "out") for each in named[fate]]
    if named["stays"]:
        stay = count_of(len(named["stays"]), "organization")
        tally.difference.append(Part("stay", stay, ", ".join(named["stays"])))
    tally.notes.append(f"{name}: {what['came']} in, {what['left']} out, {what['stayed']} stay")
    _note_lacks(session, shape, organizations, difference.came | difference.stayed, tally)


def _listed(session: Session, entry: Entry[MembershipShape], organizations: Organizations, line: Line) -> Listed:
    shape, by_number = entry.given, dict[int, list[MemberShape]]()
    for member in shape.members:
        by_number.setdefault(organizations.find(member.organization) or 0, []).append(member)
    for several in by_number.values():
        if _overlap(shape, several):
            raise refused(entry.where, f"{several[0].organization} is listed twice; keep one, or give each its days")
    members = {number: _terms(shape, several) for number, several in by_number.items()}
    if not shape.whole:
        members |= _others(session, shape, members, line)
    names = tuple(member.line for member in members.values())
    source = shape.source or PurePath(entry.where.partition(", ")[0]).name
    return Listed(shape.members_as, shape.first, shape.to_on, source, members, names)


def _overlap(shape: MembershipShape, several: Sequence[MemberShape]) -> bool:
    """Return True if two lines say that one organization is a member on the same day."""
    days = sorted((member.from_on or shape.first, member.to_on or date.max) for member in several)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(days))


def _terms(shape: MembershipShape, several: Sequence[MemberShape]) -> Terms:
    days = tuple((_own(member.from_on, shape.first), _own(member.to_on, shape.to_on)) for member in several)
    region = next((member.region for member in several if member.region), None)
    said = (folded(several[0].organization), region, shape.to_on, *(day for pair in days for day in pair))
    return Terms(" ".join(map(str, said)), region, tuple(pair for pair in days if any(pair)))


def _own(day: object, of_list: object) -> Any:
    """Return the day of a member where it is not the list's."""
    return None if day == of_list else day


def _others(session: Session, shape: MembershipShape, members: dict[int, Terms], line: Line) -> dict[int, Terms]:
    """Return those who are of the kind already, for a list that only adds to them: each as it is."""
    book = Book(session, shape.members_as, line)
    return {
        number: Terms(f"{number} as before", None, tuple((term.first, term.last) for term in book.terms(number)))
        for number in book.holding(shape.first) - members.keys()
    }


def _take_addresses(
    session: Session,
    shape: MembershipShape,
    organizations: Organizations,
    where: str,
    tally: Tally,
    how: dict[str, Any],
) -> None:
    """Mark the official addresses that the list gives; whoever is new is a contact from now on."""
    given = {member.official: member.organization for member in shape.members if member.official}
    known = {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(given)))}
    entries = [
        Entry(where, ContactShape.model_validate(_contact(shape, email, organization, known.get(email))))
        for email, organization in given.items()
        if email not in known or not known[email].official
    ]
    if entries:
        contacts.take(session, entries, tally=tally, **how)


def _contact(shape: MembershipShape, email: str, organization: str, person: Person | None) -> dict[str, object]:
    """Return what the list says of an official address; of somebody who is known nothing else changes."""
    new = {"roles": list(ROLES[shape.members_as])} if person is None else {}
    name = person.name if person else organization
    return {"name": name, "email": email, "organization": organization, "official": "true", **new}


def _note_lacks(
    session: Session, shape: MembershipShape, organizations: Organizations, numbers: frozenset[int], tally: Tally
) -> None:
    """Say how many seats are not filled, and who has no official address."""
    seats, kind = OF_SEATS.get(shape.members_as), memberships.MEMBERS[shape.members_as]
    if seats and len(numbers) != seats:
        tally.notes.append(f"{len(numbers)} {kind} from {shape.first}, and there are {seats} seats")
    if shape.members_as is MembershipKind.OBSERVER:
        return
    official = select(Person.organization_id).where(Person.official, Person.organization_id.is_not(None))
    addressed = {organizations.now(number or 0) for number in session.scalars(official)}
    lacking = sorted(organizations.names[number] for number in numbers - addressed)
    tally.difference += [Part("lacks", name, "no official address is known") for name in lacking]
    if lacking:
        tally.notes.append(f"without an official address: {', '.join(lacking)}")
