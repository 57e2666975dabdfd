"""What organizations are to the Union, from a day to a day, as entered by an instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.memberships import Membership, MembershipKind, MembershipList
from models.people import Person
from planning.chain import COUNCIL_MEMBERS
from record import journal
from record.organizations import Organizations

KINDS: Mapping[str, MembershipKind] = {COUNCIL_MEMBERS: MembershipKind.COUNCIL_MEMBER}
"""The roles that people hold through their organizations (people/seats.py)."""

MEMBERS: Mapping[MembershipKind, str] = {
    MembershipKind.MEMBER_STATE: "Member States",
    MembershipKind.COUNCIL_MEMBER: "Member States of the Council",
    MembershipKind.SECTOR_MEMBER: "Sector Members",
    MembershipKind.OBSERVER: "observers",
}
"""What several of a kind are called."""


@dataclass(frozen=True, slots=True)
class MembershipView:
    """An organization is of a kind from a day to a day, by which source, entered by whom."""

    organization: str
    kind: MembershipKind
    region: str | None
    from_on: date | None
    to_on: date | None
    source: str | None
    entered_by: str | None  # None: carried over from roles of people
    official: str | None  # the official address of the organization

    def holds(self, on: date) -> bool:
        """Return True if it holds on that day."""
        return (self.from_on or date.min) <= on <= (self.to_on or date.max)


def entered(known: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a membership counts: as the record stands, or as it stood at `known`."""
    if known is None:
        return Membership.gone_at.is_(None)
    return (Membership.at <= known) & or_(Membership.gone_at.is_(None), Membership.gone_at > known)


def views(
    session: Session, kind: MembershipKind | None = None, *, known: datetime | None = None
) -> list[MembershipView]:
    """Return the memberships, of one kind or of all, by kind, organization and first day; in five queries."""
    query = select(Membership, Entry.by).outerjoin(Entry, Entry.id == Membership.entry_id).where(entered(known))
    rows = session.execute(query.where(Membership.kind == kind) if kind else query).all()
    organizations, people = Organizations(session), journal.names(session)
    addresses = _official_addresses(session, organizations)
    found = [_make_view(row, by and people.get(by, by), organizations, addresses) for row, by in rows]
    return sorted(found, key=lambda view: (view.kind, view.organization, view.from_on or date.min))


def _official_addresses(session: Session, organizations: Organizations) -> dict[str, str]:
    query = select(Person.organization_id, Person.email).where(Person.official, Person.organization_id.is_not(None))
    return {organizations.name_now(number or 0): email for number, email in session.execute(query)}


def _make_view(
    row: Membership, entered_by: str | None, organizations: Organizations, addresses: dict[str, str]
) -> MembershipView:
    name = organizations.name_now(row.organization_id)
    days = (row.from_on, row.to_on)
    return MembershipView(name, row.kind, row.region, *days, row.source, entered_by, addresses.get(name))


def holding(session: Session, kind: MembershipKind, on: date) -> set[int]:
    """Return the numbers of the organizations that are of the kind on that day."""
    query = select(Membership.organization_id).where(
        entered(),
        Membership.kind == kind,
        or_(Membership.from_on.is_(None), Membership.from_on <= on),
        or_(Membership.to_on.is_(None), Membership.to_on >= on),
    )
    numbers = set(session.scalars(query))
    now = Organizations(session).now if numbers else int
    return {now(number) for number in numbers}


def listed_days(session: Session, kind: MembershipKind) -> Iterator[date]:
    """Yield the days from which lists say who is of the kind, the first one first."""
    query = select(MembershipList.from_on).where(MembershipList.kind == kind, MembershipList.gone_at.is_(None))
    yield from session.scalars(query.distinct().order_by(MembershipList.from_on))
