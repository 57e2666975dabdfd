"""Who stands in for whom, and in which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.people import Deputy, Person
from planning.zones import local_day
from record.people import people


@dataclass(frozen=True, slots=True)
class DeputyView:
    """Who stands in for whom, and from which day to which; without a last day, until it is ended."""

    person: str
    deputy: str
    from_on: date
    to_on: date | None
    person_id: int
    deputy_id: int

    @property
    def sentence(self) -> str:
        """`B stands in for A from 2017-05-01 to 2017-05-12`."""
        until = f" to {self.to_on}" if self.to_on else ""
        return f"{self.deputy} stands in for {self.person} from {self.from_on}{until}"


def views(session: Session, *, now: datetime) -> list[DeputyView]:
    """Return who stands in, or will, the earliest first."""
    rows = standing(session, local_day(now))
    absent = people.names(session, {row.person_id for row, _ in rows})
    return [_make_view(row, absent[row.person_id], name) for row, name in rows]


def standing(session: Session, on: date, *only: ColumnElement[bool]) -> Sequence[tuple[Deputy, str]]:
    """Return the deputies that are not over by that day, with their names."""
    query = (
        select(Deputy, Person.name)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.ended_at.is_(None), or_(Deputy.to_on.is_(None), Deputy.to_on >= on), *only)
        .order_by(Deputy.from_on, Deputy.id)
    )
    return [(row, name) for row, name in session.execute(query)]


def _make_view(row: Deputy, person: str, deputy: str) -> DeputyView:
    return DeputyView(person, deputy, row.from_on, row.to_on, row.person_id, row.deputy_id)
