"""`body/list`: the bodies on a day: set up by what, reporting to whom, chaired by whom, ending when, then which."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import FLAG
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.people import Organization, Person, Role
from planning.chain import CHAIR
from planning.names import folded
from planning.roles import VICE_CHAIRS
from planning.zones import local_day
from record import body_lives
from record.body_lives import BodyLife
from record.cycles import body_cycles

Chairs = dict[tuple[str, str], list[str]]
ENDED = FLAG.saying("Also those that have ended.")


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body on a day, with who chairs it, and its open cycles."""

    life: BodyLife
    standing: str
    chair: tuple[str, ...]  # `Ana Silva (Brazil), to 2030-11-15`
    vice_chairs: tuple[str, ...]
    cycles: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        of = {"standing": self.standing, "chair": self.chair, "vice_chairs": self.vice_chairs, "cycles": self.cycles}
        return asdict(self.life) | of


@reading(
    "body/list",
    who=(Grant.VIEWER,),
    columns=(
        Column("Body"),
        Column("Name"),
        Column("Standing"),
        Column("Set up by"),
        Column("Terms of reference"),
        Column("Reports to"),
        Column("From", date),
        Column("To", date),
        Column("Followed by"),
        Column("Chair", tuple),
        Column("Vice-Chairs", tuple),
        Column("Open cycles", tuple),
    ),
)
def bodies(session: Session, *, ended: Annotated[bool, ENDED] = False, now: datetime) -> Shown[list[BodyView]]:
    """List the bodies: set up by what, reporting to whom, chaired by whom, ending when, followed by which."""
    today, known = local_day(now), body_lives.lives(session, now=now)
    chairs, cycles = _chairs(session, today), body_cycles.by_body(session, now=now)
    views = [
        BodyView(
            life,
            _standing(life, today),
            _holding(chairs, CHAIR, life, today),
            _holding(chairs, VICE_CHAIRS, life, today),
            tuple(cycles.get(life.key, ())),
        )
        for life in known.values()
        if ended or not life.has_ended(today)
    ]
    return listing(views, lambda views: [view.facts() for view in views], _rows, "no body is on record")


def _holding(chairs: Chairs, office: str, life: BodyLife, today: date) -> tuple[str, ...]:
    """Return who holds an office of a body on a day: nobody once the body has ended."""
    return () if life.has_ended(today) else tuple(chairs.get((office, folded(life.key)), ()))


def _standing(life: BodyLife, today: date) -> str:
    if life.has_ended(today):
        return f"ended on {life.ends_on}"
    if life.from_on and life.from_on > today:
        return f"begins on {life.from_on}"
    return f"ends on {life.ends_on}" if life.ends_on else "goes on"


def _chairs(session: Session, on: date) -> Chairs:
    """Return who chairs each body on that day, and who are its Vice-Chairs, by role and body; in one query."""
    query = (
        select(Role.role, Role.scope, Role.to_on, Person.name, Organization.name.label("state"))
        .join(Person, Person.id == Role.person_id)
        .outerjoin(Organization, Organization.id == Person.organization_id)
        .where(
            Role.role.in_((CHAIR, VICE_CHAIRS)),
            Role.scope != "",
            or_(Role.from_on.is_(None), Role.from_on <= on),
            or_(Role.to_on.is_(None), Role.to_on >= on),
        )
        .order_by(Person.name)
    )
    chairs: Chairs = {}
    for row in session.execute(query):
        words = row.name + (f" ({row.state})" if row.state else "") + (f", to {row.to_on}" if row.to_on else "")
        chairs.setdefault((row.role, folded(row.scope)), []).append(words)
    return chairs


def _rows(views: list[BodyView]) -> Iterator[Row]:
    for view in views:
        life = view.life
        yield (
            life.key, life.name, view.standing, life.set_up_by, life.terms, life.reports_to, life.from_on,
            life.ends_on, life.followed_by, view.chair, view.vice_chairs, view.cycles,
        )  # fmt: skip
