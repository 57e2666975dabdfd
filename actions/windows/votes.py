"""Votes: where an organization votes, only the word of its focal point counts, and people count what was voted."""

from datetime import date
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles.rows_to_change import Held
from kernel.parameters import PERSON
from models.people import Organization
from record.people import focal_points, people
from record.refusals import NoVoter

VOTER = PERSON.saying("Of a vote: the focal point who gave it for the organization; yourself if left empty.")
GivenBy = Annotated[str | None, VOTER]


def voter(session: Session, held: Held, member: Organization, on: date, given_by: str | None) -> str | None:
    """Return who voted for the organization, by public id; None where nobody votes. Raises NoVoter."""
    if not held.deadline.vote:
        return None
    person = people.known(session, given_by) if given_by else None
    points = focal_points.of(session, held.cycle.name, member.id, on)
    if person is None or person not in points:
        name = person.name if person and person.organization_id == member.id else None
        raise NoVoter(member.name, name, [point.name for point in points])
    return person.public_id
