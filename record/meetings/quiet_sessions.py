"""Quiet while a body sits: routine mail to its delegates waits until the session is over.

Routine are recalls, chasing and digests. What opens, issues or changes a date leaves all the same.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bodies import Body
from models.meetings import CALLED_OFF, Meeting
from models.outbox import MessageKind, goes_to_all
from models.people import Role
from models.slices import slices
from planning.chain import COUNCIL_MEMBERS
from planning.mail_hours import MORNING
from planning.zones import HOME_ZONE, local_day, zone_info
from record.bodies import BodyNames
from record.people.people import STAFF
from record.people.role_holders import Holders

ROUTINE = frozenset({MessageKind.RUNG, MessageKind.OVERDUE, MessageKind.DIGEST})
BY_BODY = {"council": COUNCIL_MEMBERS}  # whose delegates hold a role of their own, wherever


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session that a delegate sits in, and the morning after it."""

    meeting: str
    until: datetime


def is_routine(kind: str, rungs: Collection[str]) -> bool:
    """Return True if a message of this kind with these rungs waits while its reader sits."""
    return kind in ROUTINE and not goes_to_all(kind, rungs)


def sitting(session: Session, people: Collection[int], *, now: datetime) -> Mapping[int, Sitting]:
    """Return which of these people, who are not of the Secretariat, are delegates to a body that sits today.

    One question, unless something sits.
    """
    today = local_day(now, HOME_ZONE)
    query = select(Meeting.key, Meeting.closes_on, Body.key.label("body")).join(Body, Body.id == Meeting.body_id)
    days = (Meeting.opens_on <= today, Meeting.closes_on >= today)
    rows = session.execute(query.where(*days, Meeting.status.not_in(CALLED_OFF)).order_by(Meeting.closes_on)).all()
    if not rows or not people:
        return {}
    delegates = _delegates(session, {row.body for row in rows}, people, today)
    return {person: Sitting(row.key, _morning_after(row.closes_on)) for row in rows for person in delegates[row.body]}


def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), MORNING, zone_info(HOME_ZONE))


def _delegates(session: Session, bodies: Collection[str], people: Collection[int], on: date) -> dict[str, set[int]]:
    """Return those of these people who hold a role for each body that day, and none of the Secretariat."""
    names, found = BodyNames(session), {body: set[int]() for body in bodies}
    staff: set[int] = set()
    for some in slices(people):
        for row in session.scalars(select(Role).where(Role.person_id.in_(some))):
            if (row.from_on or date.min) <= on <= (row.to_on or date.max):
                staff.update([row.person_id] if row.role in STAFF else [])
                body = names.find(row.scope) if row.scope else None
                if body in found:
                    found[body].add(row.person_id)
    for body in found.keys() & BY_BODY.keys():
        role = BY_BODY[body]
        found[body].update(set(Holders(session, {role}).holding(role, [body], on)).intersection(people))
    return {body: those - staff for body, those in found.items()}
