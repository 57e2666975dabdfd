"""Official addresses: the one address of an organization that hears of whatever gives or changes a right."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.people import Organization, Person, Role
from planning.chain import COUNCIL_MEMBERS, MEMBER_STATES, MEMBERSHIP
from planning.errors import among
from planning.rule_words import count_of

NAMED = 10  # organizations in one sentence; beyond them it is counted


def unmarked(session: Session, on: date) -> list[str]:
    """Return the organizations whose people are of the membership on that day, and of whom none is marked."""
    held = (or_(Role.from_on.is_(None), Role.from_on <= on), or_(Role.to_on.is_(None), Role.to_on >= on))
    members = select(Person.organization_id).join(Role, Role.person_id == Person.id)
    members = members.where(Role.role.in_((MEMBERSHIP, MEMBER_STATES, COUNCIL_MEMBERS)), *held)
    marked = select(Person.organization_id).where(Person.official, Person.organization_id.is_not(None))
    query = select(Organization.name).where(Organization.id.in_(members), Organization.id.not_in(marked))
    return list(session.scalars(query.order_by(Organization.name)))


def sentence(names: list[str]) -> str:
    """Return which organizations have no official address, in words; nothing where each has one."""
    if not names:
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{count_of(len(names), 'organization')} without an official address: {among(names[:NAMED])}{more}"
