"""The offices of bodies, Chair and Vice-Chair: nobody holds both of them in one body at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.people import Person, Role
from models.slices import slices
from planning.chain import CHAIR
from planning.names import folded
from planning.roles import VICE_CHAIRS

CALLED = {CHAIR: "Chair", VICE_CHAIRS: "Vice-Chair"}


@dataclass(frozen=True, slots=True)
class BothHeld:
    """A person is Chair and Vice-Chair of one body from a day on."""

    name: str
    email: str
    body: str
    first: date | None


def both_held(session: Session, people: Collection[str]) -> Iterator[BothHeld]:
    """Yield who of these people, by address, is Chair and Vice-Chair of one body on the same day."""
    chair, vice = aliased(Role), aliased(Role)
    query = (
        select(Person.name, Person.email, chair, vice)
        .join(chair, chair.person_id == Person.id)
        .join(vice, vice.person_id == Person.id)
        .where(chair.role == CHAIR, vice.role == VICE_CHAIRS, chair.scope != "")
        .order_by(Person.name, chair.id, vice.id)
    )
    for some in slices(people):
        for name, email, one, other in session.execute(query.where(Person.email.in_(some))):
            first = max(one.from_on or date.min, other.from_on or date.min)
            last = min(one.to_on or date.max, other.to_on or date.max)
            if folded(one.scope) == folded(other.scope) and first <= last:
                yield BothHeld(name, email, one.scope, None if first == date.min else first)
