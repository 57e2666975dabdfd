"""Whether a person can be reached: by which channels, in whose place, and what they no longer want to hear.

Everything is read for the people in question alone, in as many queries for ten as for a thousand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.people import FAILED, Bounce, Channel, Deputy, Mute, Person, Role
from models.slices import slices
from planning.zones import local_day

FAILURES = 3  # permanent failures after which an e-mail address is no longer used
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StandIn:
    """One in whose place somebody is told: the person, and the roles that they hold."""

    person_id: int
    name: str
    roles: frozenset[str]


def counted() -> ColumnElement[bool]:
    """Return the condition on a person's bounces that count against the e-mail address that the person has now.

    Those are notifications that a server gave up (RFC 3464, Action: failed), since the address was last said to work
    again (`reachable_from`): a new address begins anew.
    """
    is_since = or_(Person.reachable_from.is_(None), Bounce.at >= Person.reachable_from)
    return and_(Bounce.address == Person.email, Bounce.action == FAILED, is_since)


def failing(session: Session, person_ids: Collection[int] | None = None) -> set[int]:
    """Return those of these people (of all, unless told) whose e-mail address has failed for good three times."""
    query = (
        select(Bounce.person_id)
        .join(Person, Person.id == Bounce.person_id)
        .where(counted())
        .group_by(Bounce.person_id)
        .having(func.count() >= FAILURES)
    )
    if person_ids is None:
        return set(session.scalars(query))
    return {
        person for some in slices(person_ids) for person in session.scalars(query.where(Bounce.person_id.in_(some)))
    }


def deputies(session: Session, person_ids: Collection[int], *, now: datetime) -> list[Deputy]:
    """Return who stands in for these people about now; which day it is depends on the zone, so ask `covers`."""
    today = now.date()
    query = select(Deputy).where(
        Deputy.at <= now,
        or_(Deputy.ended_at.is_(None), Deputy.ended_at > now),
        Deputy.from_on <= today + A_DAY,
        or_(Deputy.to_on.is_(None), Deputy.to_on >= today - A_DAY),
    )
    parts = (session.scalars(query.where(Deputy.person_id.in_(some))) for some in slices(person_ids))
    return sorted((row for rows in parts for row in rows), key=lambda row: row.id)


def covers(row: Deputy, on: date) -> bool:
    """Return True if the deputy stands in on that day."""
    return row.from_on <= on and (row.to_on is None or on <= row.to_on)


def muted(session: Session, person_ids: Collection[int], *, now: datetime) -> dict[int, set[str]]:
    """Return, by person, the chains that they no longer want to hear of; `""` is all of them."""
    query = select(Mute.person_id, Mute.chain).where(
        Mute.at <= now, or_(Mute.ended_at.is_(None), Mute.ended_at > now)
    )  # fmt: skip
    by_person: dict[int, set[str]] = {}
    for some in slices(person_ids):
        for person_id, chain in session.execute(query.where(Mute.person_id.in_(some))):
            by_person.setdefault(person_id, set()).add(chain)
    return by_person


def channels(session: Session, person_ids: Collection[int]) -> dict[int, list[Channel]]:
    """Return the channels of each of these people, in the order in which they were given."""
    by_person: dict[int, list[Channel]] = {}
    for some in slices(person_ids):
        for row in session.scalars(select(Channel).where(Channel.person_id.in_(some)).order_by(Channel.id)):
            by_person.setdefault(row.person_id, []).append(row)
    return by_person


def standing_in(session: Session, deputy_ids: Collection[int], *, now: datetime) -> Mapping[int, Sequence[StandIn]]:
    """Return, by deputy, those in whose place they are told today, for the letter that says so."""
    today = local_day(now)
    query = select(Deputy, Person.name).join(Person, Person.id == Deputy.person_id).order_by(Deputy.id)
    query = query.where(Deputy.at <= now, or_(Deputy.ended_at.is_(None), Deputy.ended_at > now))
    pairs = [
        (row, name)
        for some in slices(deputy_ids)
        for row, name in session.execute(query.where(Deputy.deputy_id.in_(some)))
        if covers(row, today)
    ]
    held: dict[int, set[str]] = {}
    for some in slices({row.person_id for row, _ in pairs}):
        for person_id, role in session.execute(select(Role.person_id, Role.role).where(Role.person_id.in_(some))):
            held.setdefault(person_id, set()).add(role)
    by_deputy: dict[int, list[StandIn]] = {}
    for row, name in pairs:
        roles = frozenset(held.get(row.person_id, ()))
        by_deputy.setdefault(row.deputy_id, []).append(StandIn(row.person_id, name, roles))
    return by_deputy
