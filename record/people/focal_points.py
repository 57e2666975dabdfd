"""Focal points of organizations: the one whose word counts where an organization votes."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.people import Person, Role
from planning.names import folded
from record.organizations import with_merged

FOCAL_POINT = "focal-point"


def of(session: Session, cycle: str, organization: int, on: date) -> list[Person]:
    """Return who is a focal point of the organization on that day: for everything, the cycle, or its procedure."""
    members = session.execute(
        select(Person, Role.scope)
        .join(Role, Role.person_id == Person.id)
        .where(
            with_merged(Person.organization_id, (organization,)),
            Role.role == FOCAL_POINT,
            or_(Role.from_on.is_(None), Role.from_on <= on),
            or_(Role.to_on.is_(None), Role.to_on >= on),
        )
        .order_by(Person.name)
    )
    scopes = {folded(scope) for scope in ("", cycle, cycle.partition("/")[0])}
    return list(dict.fromkeys(person for person, scope in members if folded(scope) in scopes))
