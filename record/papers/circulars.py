"""Circulars and questionnaires: whom each was sent to, which organizations have answered, and who is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.documents import Circular
from models.journal import Entry
from models.people import Organization, Person, Role
from planning.symbols import parse
from planning.zones import local_day
from record import memberships
from record.memberships import KINDS, MembershipView
from record.organizations import Organizations

QUESTIONNAIRE = "questionnaire"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a circular says of itself; a day of sending that is not given is awaited."""

    title: str
    kind: str
    to: str
    sent_on: date | None
    answers_by: date | None
    source: str | None


def register(session: Session, symbol: str, sheet: Sheet, entry: Entry) -> Circular:
    """Return the new circular, under the line of an act. Raises BadSymbol."""
    row = Circular(
        symbol=str(parse(symbol)),
        title=sheet.title,
        kind=sheet.kind,
        to=sheet.to,
        sent_on=sheet.sent_on,
        answers_by=sheet.answers_by,
        source=sheet.source,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True, slots=True)
class CircularView:
    """A circular at an instant: who was asked, who has answered, and who came after the day."""

    symbol: str
    title: str
    kind: str
    to: str
    sent: date | None
    answers_by: date | None
    asked: tuple[str, ...]
    answers: tuple[tuple[str, date, str | None], ...]  # organization, day of its first answer, document

    @property
    def asks(self) -> bool:
        """Whether it asks for answers: a questionnaire does, and a letter that names a day for them."""
        return self.kind == QUESTIONNAIRE or self.answers_by is not None

    @property
    def silent(self) -> tuple[str, ...]:
        """Those who were asked and have not answered; nobody where nothing is asked."""
        if not self.asks:
            return ()
        had = {name for name, _, _ in self.answers}
        return tuple(name for name in self.asked if name not in had)

    @property
    def late(self) -> tuple[str, ...]:
        """Those whose first answer came after the day that the circular gave."""
        return tuple(name for name, on, _ in self.answers if self.answers_by and on > self.answers_by)


def views(session: Session, *, now: datetime) -> list[CircularView]:
    """Return the circulars as recorded by `now`, by symbol, in a fixed number of queries."""
    rows = session.scalars(
        select(Circular).where(Circular.at <= now).order_by(Circular.symbol).options(selectinload(Circular.answers))
    ).all()
    holders = session.execute(
        select(Role, Organization.name)
        .join(Person, Person.id == Role.person_id)
        .join(Organization, Organization.id == Person.organization_id)
        .where(Role.role.in_({row.to for row in rows}), Role.scope == "")
    ).all()
    organizations = Organizations(session)
    asked = [(role, name) for role, name in holders if role.role not in KINDS]
    seated = {
        role: memberships.views(session, kind) for role, kind in KINDS.items() if any(row.to == role for row in rows)
    }
    return [_make_view(row, asked, seated.get(row.to, ()), organizations, now) for row in rows]


def _make_view(
    row: Circular,
    holders: Sequence[tuple[Role, str]],
    members: Sequence[MembershipView],
    organizations: Organizations,
    now: datetime,
) -> CircularView:
    is_sent = row.sent_at is None or row.sent_at <= now  # earlier, its sending was not on record
    sent = row.sent_on if is_sent else None
    on = sent or local_day(now)
    asked = {name for role, name in holders if role.role == row.to and _holds(role, on)}
    asked |= {member.organization for member in members if member.holds(on)}
    first: dict[str, tuple[str, date, str | None]] = {}
    for answer in sorted((each for each in row.answers if each.at <= now), key=lambda each: each.on):
        name = organizations.name_now(answer.organization_id)
        first.setdefault(name, (name, answer.on, answer.document))
    return CircularView(
        row.symbol,
        row.title,
        row.kind,
        row.to,
        sent,
        row.answers_by if is_sent else None,
        tuple(sorted(asked)),
        tuple(first.values()),
    )


def _holds(role: Role, on: date) -> bool:
    return (role.from_on is None or role.from_on <= on) and (role.to_on is None or on <= role.to_on)
