"""Deputies: who is told in a person's place, from a day to a day; the deadlines stay the person's own.

Who begins to stand in hears at the next round of what is owed by then: that is the hand-over. Who comes back hears in
the same way of what they have missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import rows
from actions.refusals import BadDeputy, NoSuchDeputy
from actions.whom import people
from models.journal import Entry
from models.people import Deputy, Person


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


def appoint(
    session: Session,
    who: str,
    deputy: str,
    *,
    from_on: date | None = None,
    to_on: date | None = None,
    now: datetime,
    by: str,
) -> DeputyView:
    """Return who now stands in for whom, from today unless told. Raises NoSuchPerson, BadDeputy."""
    person, other = people.named(session, who), people.named(session, deputy)
    starts = from_on or now.date()
    check(session, person, other, starts, to_on)
    told = {"person": person.public_id, "deputy": other.public_id, "from": starts, "to": to_on}
    entry = journal.write(session, "deputy", told, now=now, by=by)
    session.add(new(person.id, other.id, starts, to_on, entry))
    rows.wake_all(session, now=now)
    return DeputyView(person.name, other.name, starts, to_on, person.id, other.id)


def end(session: Session, who: str, deputy: str | None = None, *, now: datetime, by: str) -> list[DeputyView]:
    """Return who no longer stands in for the person: this deputy, or all. Raises NoSuchPerson, NoSuchDeputy."""
    person = people.named(session, who)
    other = people.named(session, deputy) if deputy else None
    found = [
        (row, name)
        for row, name in _standing(session, now.date(), Deputy.person_id == person.id)
        if other is None or row.deputy_id == other.id
    ]
    if not found:
        raise NoSuchDeputy(person.name, other.name if other else None)
    told = {"person": person.public_id, "deputies": [_public_id(session, row.deputy_id) for row, _ in found]}
    journal.write(session, "deputy-end", told, now=now, by=by)
    for row, _ in found:
        row.ended_at = now
    rows.wake_all(session, now=now)
    return [_view(row, person.name, name) for row, name in found]


def views(session: Session, *, now: datetime) -> list[DeputyView]:
    """Return who stands in, or will, the earliest first."""
    found = _standing(session, now.date())
    absent = people.names(session, {row.person_id for row, _ in found})
    return [_view(row, absent[row.person_id], name) for row, name in found]


def check(session: Session, person: Person, other: Person, starts: date, ends: date | None) -> None:
    """Refuse a deputy who cannot stand in. Raises BadDeputy."""
    if person.id == other.id:
        raise BadDeputy(f"{person.name} cannot stand in for themselves; name another contact")
    if ends and ends < starts:
        raise BadDeputy(f"it ends on {ends}, before it begins on {starts}; correct one of the two")
    mine = (Deputy.person_id == person.id) & (Deputy.deputy_id == other.id)
    theirs = (Deputy.person_id == other.id) & (Deputy.deputy_id == person.id)
    for row, _ in _standing(session, starts, mine | theirs):
        if ends and row.from_on > ends:
            continue
        if row.person_id == person.id:
            raise BadDeputy(f"{other.name} stands in for {person.name} already in these days; end that first")
        raise BadDeputy(f"{person.name} stands in for {other.name} in these days; name somebody who is there")


def new(person_id: int, deputy_id: int, starts: date, ends: date | None, entry: Entry) -> Deputy:
    """Return the row of a deputy that an act or a load appoints."""
    return Deputy(
        person_id=person_id, deputy_id=deputy_id, from_on=starts, to_on=ends, at=entry.at, entry_id=entry.id
    )  # fmt: skip


def _standing(session: Session, on: date, *only: ColumnElement[bool]) -> Sequence[tuple[Deputy, str]]:
    """Return the deputies that are not over by that day, with their names."""
    query = (
        select(Deputy, Person.name)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.ended_at.is_(None), or_(Deputy.to_on.is_(None), Deputy.to_on >= on), *only)
        .order_by(Deputy.from_on, Deputy.id)
    )
    return [(row, name) for row, name in session.execute(query)]


def _view(row: Deputy, person: str, deputy: str) -> DeputyView:
    return DeputyView(person, deputy, row.from_on, row.to_on, row.person_id, row.deputy_id)


def _public_id(session: Session, person_id: int) -> str:
    return session.scalars(select(Person.public_id).where(Person.id == person_id)).one()
