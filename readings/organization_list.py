"""`organization/list`: the organizations, how many people each has, and the other names that lead to it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.people import Person
from record.organizations import Organizations


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """An organization by its present name, with the names that it had, and those that were merged into it."""

    name: str
    people: int
    other_names: tuple[str, ...]


@reading(
    "organization/list",
    who=(Grant.SECRETARIAT,),
    columns=(Column("Organization"), Column("People", int), Column("Other names", tuple)),
)
def organizations(session: Session, *, now: datetime) -> Shown[list[OrganizationView]]:
    """List the organizations by name, with their people counted and the other names that lead to each."""
    return listing(
        _views(session),
        lambda views: [asdict(view) for view in views],
        lambda views: map(_make_row, views),
        "no organization is on record",
    )


def _views(session: Session) -> list[OrganizationView]:
    known = Organizations(session)
    counted = select(Person.organization_id, func.count()).where(Person.organization_id.is_not(None), Person.name != "")
    people: dict[str, int] = {}
    for number, count in session.execute(counted.group_by(Person.organization_id)):
        name = known.name_now(number or 0)
        people[name] = people.get(name, 0) + count
    others: dict[str, list[str]] = {}
    for other, name in known.other_names():
        others.setdefault(name, []).append(other)
    return [
        OrganizationView(name, people.get(name, 0), tuple(sorted(others.get(name, ()))))
        for name in sorted(set(known.names.values()))
    ]


def _make_row(view: OrganizationView) -> Row:
    return view.name, view.people, tuple(f"also {other}" for other in view.other_names)
