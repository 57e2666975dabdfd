"""Reading people: roles, how they are reached, what they chose, who stands in for them, what keeps mail from them.

A channel is shown by its word: its URL holds a secret.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.people import Person
from record.people import deputies, people, reach
from record.people.people import EMAIL


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role, for everything or within a scope, from a day to a day."""

    role: str
    scope: str
    from_on: date | None
    to_on: date | None

    def __str__(self) -> str:
        """`focal-point for annual-report from 2016-01-01 to 2018-12-31`."""
        words = [self.role]
        words += [f"for {self.scope}"] if self.scope else []
        words += [f"from {self.from_on}"] if self.from_on else []
        words += [f"to {self.to_on}"] if self.to_on else []
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A contact as the secretariat sees it; `digest` is their own choice, None where the house's rule counts."""

    name: str
    email: str
    organization: str | None
    language: str
    zone: str | None
    digest: str | None
    roles: tuple[RoleView, ...]
    channels: tuple[str, ...]  # `email`, `slack`, `jsons:host`
    deputies: tuple[str, ...]  # sentences: who stands in for them, or for whom they do
    failing: bool  # the e-mail address failed for good three times, and is not used
    official: bool  # theirs is the official address of their organization
    muted: tuple[str, ...]  # chains that they do not want to hear of; `everything`

    @property
    def trouble(self) -> str:
        """What keeps mail from them, in a few words; nothing where it reaches them."""
        words = ["its address fails"] if self.failing else []
        return ", ".join([*words, *(f"wants no mail of {chain}" for chain in self.muted)])


def everybody(session: Session, role: str | None = None, *, now: datetime) -> list[PersonView]:
    """Return all contacts by name, or those with a role, in as many queries for ten as for a thousand."""
    return [
        contact
        for contact in _views(session, None, now)
        if role is None or role in {held.role for held in contact.roles}
    ]


def person(session: Session, name: str, *, now: datetime) -> PersonView:
    """Return one contact. Raises NoSuchPerson."""
    return _views(session, people.named(session, name).id, now)[0]


def _views(session: Session, only: int | None, now: datetime) -> list[PersonView]:
    query = select(Person).where(Person.name != "").order_by(Person.name, Person.id)
    query = query.options(
        selectinload(Person.roles), selectinload(Person.channels), selectinload(Person.organization)
    )  # fmt: skip
    rows = session.scalars(query if only is None else query.where(Person.id == only)).all()
    ids = [row.id for row in rows]
    failing, muted = reach.failing(session, ids), reach.muted(session, ids, now=now)
    standing: dict[int, list[str]] = {}
    for deputy in deputies.views(session, now=now):
        for either in dict.fromkeys((deputy.person_id, deputy.deputy_id)):
            standing.setdefault(either, []).append(deputy.sentence)
    return [_make_view(row, failing, muted, standing.get(row.id, ())) for row in rows]


def _roles(row: Person) -> Iterator[RoleView]:
    """Yield the roles of a person, but those that were taken back: such a one ends before it begins."""
    for role in row.roles:
        if role.from_on is None or role.to_on is None or role.from_on <= role.to_on:
            yield RoleView(role.role, role.scope, role.from_on, role.to_on)


def _make_view(
    row: Person, failing: Collection[int], muted: Mapping[int, set[str]], deputies: Sequence[str]
) -> PersonView:
    return PersonView(
        name=row.name,
        email=row.email,
        organization=row.organization.name if row.organization else None,
        language=row.language,
        zone=row.zone,
        digest=row.digest,
        roles=tuple(_roles(row)),
        channels=tuple(EMAIL if each.address == EMAIL else each.carrier for each in row.channels),
        deputies=tuple(deputies),
        failing=row.id in failing,
        official=row.official,
        muted=tuple(sorted(chain or "everything" for chain in muted.get(row.id, ()))),
    )
