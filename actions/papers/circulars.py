"""Circulars and questionnaires: sent to those who hold a role, answered by organizations, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.refusals import CircularSent, NoSuchCircular, NoSuchOrganization, OutOfTime
from models.documents import Circular, CircularAnswer
from models.people import Organization, Person, Role
from planning.hours import zone_info
from planning.symbols import parse

HOME_ZONE = "Europe/Zurich"


def register(
    session: Session,
    symbol: str,
    *,
    title: str,
    kind: str,
    to: str,
    sent_on: date | None,
    answers_by: date | None,
    source: str | None,
    now: datetime,
    by: str,
) -> Circular:
    """Return the new circular; without a day of sending, that day is awaited. Raises BadSymbol."""
    name = str(parse(symbol))
    told = {"circular": name, "kind": kind, "to": to, "sent": sent_on, "answers_by": answers_by}
    entry = journal.write(session, "circular", told, now=now, by=by)
    row = Circular(
        symbol=name,
        title=title,
        kind=kind,
        to=to,
        sent_on=sent_on,
        answers_by=answers_by,
        source=source,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    session.flush()
    return row


def send(
    session: Session,
    symbol: str,
    *,
    on: date | None = None,
    answers_by: date | None = None,
    now: datetime,
    by: str,
) -> Circular:
    """Record that a circular whose day was awaited was sent, today in Geneva unless told, and by when answers are due.

    Raises NoSuchCircular, CircularSent, OutOfTime for a day still to come.
    """
    row, today = _named(session, symbol), now.astimezone(zone_info(HOME_ZONE)).date()
    if row.sent_on:
        raise CircularSent(row.symbol, row.sent_on)
    if on and on > today:
        raise OutOfTime(now, f"{row.symbol} cannot have been sent on {on}, a day still to come")
    told = {"circular": row.symbol, "sent_on": on or today, "answers_by": answers_by or row.answers_by}
    entry = journal.write(session, "circular-sent", told, now=now, by=by)
    row.sent_on, row.answers_by, row.sent_at = on or today, answers_by or row.answers_by, entry.at
    session.flush()
    return row


def answer(
    session: Session,
    symbol: str,
    organization: str,
    on: date | None = None,
    document: str | None = None,
    *,
    now: datetime,
    by: str,
) -> bool:
    """Record an organization's answer, of today in Geneva unless told; return whether it is new.

    Raises NoSuchCircular, NoSuchOrganization, OutOfTime for a day still to come.
    """
    row, today = _named(session, symbol), now.astimezone(zone_info(HOME_ZONE)).date()
    if on and on > today:
        raise OutOfTime(now, f"{organization} cannot have answered on {on}, a day still to come")
    on = on or today
    who = session.scalar(select(Organization).where(Organization.name == organization))
    if who is None:
        raise NoSuchOrganization(organization, None)
    same = (CircularAnswer.circular_id == row.id, CircularAnswer.organization_id == who.id, CircularAnswer.on == on)
    if session.scalar(select(CircularAnswer.id).where(*same)):
        return False
    told = {"circular": row.symbol, "organization": organization, "on": on, "document": document}
    entry = journal.write(session, "answered", told, now=now, by=by)
    session.add(
        CircularAnswer(
            circular_id=row.id, organization_id=who.id, on=on, document=document, at=entry.at, entry_id=entry.id
        )
    )
    session.flush()
    return True


def _named(session: Session, symbol: str) -> Circular:
    row = session.scalar(select(Circular).where(Circular.symbol == str(parse(symbol))))
    if row is None:
        raise NoSuchCircular(symbol, session.scalars(select(Circular.symbol).order_by(Circular.symbol)))
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
    def silent(self) -> tuple[str, ...]:
        """Those who were asked and have not answered."""
        had = {name for name, _, _ in self.answers}
        return tuple(name for name in self.asked if name not in had)

    @property
    def late(self) -> tuple[str, ...]:
        """Those whose first answer came after the day that the circular gave."""
        return tuple(name for name, on, _ in self.answers if self.answers_by and on > self.answers_by)


def views(session: Session, *, now: datetime) -> list[CircularView]:
    """Return the circulars as recorded by `now`, by symbol, in four queries."""
    rows = session.scalars(
        select(Circular)
        .where(Circular.at <= now)
        .order_by(Circular.symbol)
        .options(selectinload(Circular.answers).selectinload(CircularAnswer.organization))
    ).all()
    holders = session.execute(
        select(Role, Organization.name)
        .join(Person, Person.id == Role.person_id)
        .join(Organization, Organization.id == Person.organization_id)
        .where(Role.role.in_({row.to for row in rows}), Role.scope == "")
    ).all()
    return [_view(row, [(role, name) for role, name in holders], now) for row in rows]


def _view(row: Circular, holders: Sequence[tuple[Role, str]], now: datetime) -> CircularView:
    is_sent = row.sent_at is None or row.sent_at <= now  # earlier, its sending was not on record
    sent = row.sent_on if is_sent else None
    on = sent or now.date()
    asked = {name for role, name in holders if role.role == row.to and _holds(role, on)}
    first: dict[str, tuple[str, date, str | None]] = {}
    for found in sorted((one for one in row.answers if one.at <= now), key=lambda one: one.on):
        name = found.organization.name
        first.setdefault(name, (name, found.on, found.document))
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
