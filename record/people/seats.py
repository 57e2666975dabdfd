"""Who holds a role because their organization does: the people of the Member States of the Council.

What is recorded of a state outranks what was recorded of its people as persons: a role of theirs counts only where no
membership of their organization is on record, and until the day from which a list says who is of the Council.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from models.memberships import Membership, MembershipKind
from models.people import Organization, Person, Role
from models.slices import slices
from record import memberships

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a role from a day to a day."""

    person_id: int
    starts: date
    ends: date

    def within(self, starts: date, ends: date) -> "Holding":
        """Return the part of it that lies on these days."""
        return Holding(self.person_id, max(self.starts, starts), min(self.ends, ends))


@dataclass(frozen=True, slots=True)
class Seats:
    """The people of the organizations that are or were of a kind, and until when roles of persons count for it."""

    people: frozenset[int] = frozenset()  # of every organization of which a membership is on record
    held: tuple[Holding, ...] = ()
    last: date = date.max  # the day before the first list

    def personal(self, holding: Holding) -> Holding | None:
        """Return what counts of a role that a person holds by themselves; None if it is their organization's."""
        return None if holding.person_id in self.people else holding.within(date.min, self.last)


def seats(session: Session, kind: MembershipKind) -> Seats:
    """Return who has a seat through their organization, in at most three queries."""
    first = next(memberships.listed_days(session, kind), None)
    last = first - A_DAY if first else date.max
    terms = _terms(session, kind)
    people = [row for some in slices(terms) for row in session.execute(_people_of(some))]
    held = (
        Holding(row.id, row.first, row.last).within(*term)
        for row in people
        for term in terms[row.organization_id]
    )  # fmt: skip
    return Seats(
        frozenset(row.id for row in people),
        tuple(holding for holding in held if holding.starts <= holding.ends),
        last,
    )


def _terms(session: Session, kind: MembershipKind) -> dict[int, set[tuple[date, date]]]:
    """Return the first and last days of the terms of each organization, as it is called today."""
    number = func.coalesce(Organization.merged_into_id, Organization.id)
    query = select(number, Membership.from_on, Membership.to_on).join(
        Organization, Organization.id == Membership.organization_id
    )
    terms: dict[int, set[tuple[date, date]]] = {}
    for organization, starts, ends in session.execute(query.where(memberships.entered(), Membership.kind == kind)):
        terms.setdefault(organization, set()).add((starts or date.min, ends or date.max))
    return terms


def _people_of(organizations: list[int]) -> Select[int, int | None, date, date]:
    """Return the query of the people of these, from the first day of any role of theirs to the last day of any.

    Somebody without a role is one of them on every day.
    """
    first, last = func.coalesce(Role.from_on, date.min), func.coalesce(Role.to_on, date.max)
    return (
        select(Person.id, Person.organization_id, func.min(first).label("first"), func.max(last).label("last"))
        .outerjoin(Role, and_(Role.person_id == Person.id, first <= last))
        .where(Person.organization_id.in_(organizations), Person.name != "")
        .group_by(Person.id, Person.organization_id)
    )
