"""`chair/list`: who chairs which body, and who are its Vice-Chairs, on a day or over a term."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.paper_types import BODY
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.people import Organization, Person, Role
from planning.chain import CHAIR
from planning.names import folded
from planning.zones import local_day
from readings.term_years import YEARS
from record import body_lives
from record.bodies import BodyNames
from record.body_lives import Lives
from record.mandates import term as terms
from record.people.offices import CALLED
from record.refusals import NoSuchBody

OF_BODY = BODY.saying("Only those of this body.")
OVER = YEARS.saying("All who hold it in a term, by the years of its conferences, such as 2026-2030; else today's.")


@dataclass(frozen=True, slots=True)
class ChairView:
    """A person holds an office of a body from a day to a day."""

    body: str
    title: str
    office: str
    name: str
    organization: str | None
    from_on: date | None
    to_on: date | None  # its last day
    standing: str
    source: str | None  # the text that gives the list, or the file; None where no list did


@reading(
    "chair/list",
    who=(Grant.VIEWER,),
    columns=(
        Column("Body"),
        Column("Name of the body"),
        Column("Office"),
        Column("Held by"),
        Column("Organization"),
        Column("From", date),
        Column("To", date),
        Column("Standing"),
        Column("Source"),
    ),
)
def chairs(
    session: Session,
    *,
    body: Annotated[str | None, OF_BODY] = None,
    term: Annotated[tuple[int, int] | None, OVER] = None,
    now: datetime,
) -> Shown[list[ChairView]]:
    """List Chairs and Vice-Chairs by body, with the days of their terms; a body without a Chair says so.

    Raises NotATerm, NoSuchBody.
    """
    today, names = local_day(now), BodyNames(session)
    if body and names.find(body) is None:
        raise NoSuchBody(body)
    first, last = terms.bounds(session, *term, now=now) if term else (today, today)
    lives = body_lives.lives(session, now=now)
    held = [view for view in _held(session, names, lives, today) if _within(view, first, last)]
    without = [] if term else list(_without(session, names, held, lives, today))
    views = [view for view in (*held, *without) if body is None or view.body == names.key(body)]
    return listing(
        sorted(views, key=lambda view: (view.body, view.office, view.from_on or date.min, view.name)),
        lambda views: [asdict(view) for view in views],
        _rows,
        "no Chair and no Vice-Chair is on record",
    )


def _held(session: Session, names: BodyNames, lives: Lives, today: date) -> Iterator[ChairView]:
    """Yield who holds, held or will hold an office: no longer than its body goes on."""
    query = (
        select(Role.role, Role.scope, Role.from_on, Role.to_on, Role.source, Person.name, Organization.name.label("of"))
        .join(Person, Person.id == Role.person_id)
        .outerjoin(Organization, Organization.id == Person.organization_id)
        .where(Role.role.in_(CALLED), Role.scope != "")
    )
    for row in session.execute(query):
        key = names.key(row.scope)
        ends = (row.to_on, lives[key].ends_on if key in lives else None)
        last = min((day for day in ends if day), default=None)
        office, standing = CALLED[row.role], _standing(row.from_on, last, today)
        title = names.titles.get(key, row.scope)
        yield ChairView(key, title, office, row.name, row.of, row.from_on, last, standing, row.source)


def _standing(first: date | None, last: date | None, today: date) -> str:
    if first and first > today:
        return f"from {first} on"
    return "held it" if last and last < today else "holds it"


def _within(view: ChairView, first: date, last: date) -> bool:
    """Return True if it is held on one of these days; what was taken back was held on none."""
    begins, ends = view.from_on or date.min, view.to_on or date.max
    return begins <= ends and begins <= last and first <= ends


def _without(
    session: Session, names: BodyNames, held: list[ChairView], lives: Lives, today: date
) -> Iterator[ChairView]:
    """Yield the bodies that had or will have a Chair or Vice-Chairs, go on today, and have no Chair today."""
    chaired = {folded(view.body) for view in held if view.office == CALLED[CHAIR]}
    scopes = select(Role.scope).where(Role.role.in_(CALLED), Role.scope != "").distinct()
    for key in sorted({names.key(scope) for scope in session.scalars(scopes)}):
        if folded(key) not in chaired and key in lives and not lives[key].has_ended(today):
            yield ChairView(key, names.titles[key], CALLED[CHAIR], "nobody", None, None, None, "nobody holds it", None)


def _rows(views: list[ChairView]) -> Iterator[Row]:
    for view in views:
        yield (
            view.body, view.title, view.office, view.name, view.organization, view.from_on, view.to_on, view.standing,
            view.source,
        )  # fmt: skip
