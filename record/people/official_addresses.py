"""Official addresses: the one address of an organization that hears of whatever gives or changes a right."""

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.memberships import Membership, MembershipKind
from models.people import Organization, Person, Role
from planning.chain import COUNCIL_MEMBERS, MEMBER_STATES, MEMBERSHIP
from planning.errors import among
from planning.rule_words import count_of
from record import memberships

NAMED = 10  # organizations in one sentence; beyond them it is counted


def unmarked(session: Session, on: date) -> list[str]:
    """Return the organizations that are members on that day, or whose people are, and of whose people none is marked.

    A membership on record counts, and so does a role of the membership that a person holds.
    """
    held = (or_(Role.from_on.is_(None), Role.from_on <= on), or_(Role.to_on.is_(None), Role.to_on >= on))
    members = select(Person.organization_id).join(Role, Role.person_id == Person.id)
    members = members.where(Role.role.in_((MEMBERSHIP, MEMBER_STATES, COUNCIL_MEMBERS)), *held)
    marked = select(Person.organization_id).where(Person.official, Person.organization_id.is_not(None))
    query = select(Organization.name).where(
        or_(Organization.id.in_(members), Organization.id.in_(_members(on))),
        Organization.id.not_in(marked),
        Organization.merged_into_id.is_(None),
    )
    return list(session.scalars(query.order_by(Organization.name)))


def _members(on: date) -> Select[int]:
    """Return the query of the organizations of which a membership is on record, observers aside."""
    number = func.coalesce(Organization.merged_into_id, Organization.id)
    held = (
        or_(Membership.from_on.is_(None), Membership.from_on <= on),
        or_(Membership.to_on.is_(None), Membership.to_on >= on),
    )
    of = select(number).join(Membership, Membership.organization_id == Organization.id)
    return of.where(memberships.entered(), Membership.kind != MembershipKind.OBSERVER, *held)


def sentence(names: list[str]) -> str:
    """Return which organizations have no official address, in words; nothing where each has one."""
    if not names:
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{count_of(len(names), 'organization')} without an official address: {among(names[:NAMED])}{more}"
