"""Deadlines that nobody is told of: no one is named for them, or whoever is has asked for no more mail.

A duty stays a duty when its bearer is left in peace; the secretariat then sees it here.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles.views import CycleView, DeadlineView
from actions.settings import Settings
from actions.whom.people import scopes_of
from actions.whom.preferring import ALL
from models.people import Mute, Person, Role
from notifications.week import Fact
from planning.hours import zone_info
from planning.names import folded
from planning.standing import Standing

AHEAD = timedelta(weeks=8)  # of a later one somebody may still be named in good time

Pair = tuple[CycleView, DeadlineView]


def unheard(session: Session, living: Sequence[Pair], settings: Settings, *, now: datetime) -> Iterator[Fact]:
    """Yield the open deadlines of the next eight weeks, and those overdue, of which nobody hears, and why."""
    pairs = [(view, found) for view, found in living if _matters(found, now)]
    roles = session.scalars(select(Role).where(Role.role.in_({found.by for _, found in pairs}))).all()
    muted: dict[int, set[str]] = {}
    for row in session.scalars(select(Mute).where(Mute.ended_at.is_(None), Mute.at <= now)):
        muted.setdefault(row.person_id, set()).add(row.chain)
    names = {row.id: row.name for row in session.scalars(select(Person).where(Person.id.in_(muted)))}
    for view, found in pairs:
        acting = _acting(view, found, roles, now)
        willing = [one for one in acting if muted.get(one, set()).isdisjoint((ALL, view.chain.slug))]
        if willing or (acting and found.is_window):
            continue
        yield Fact(
            what=found.title,
            where=view.name,
            due=found.due,
            earliest=found.earliest,
            precision=found.precision,
            by=found.by,
            person=", ".join(names[one] for one in acting),
            state="unwilling" if acting else "unnamed",
            url=f"{settings.base_url}/cycles/{view.name}#{found.step}" if settings.base_url else None,
        )


def _matters(found: DeadlineView, now: datetime) -> bool:
    if not found.is_open or found.closes is None:
        return False
    return found.standing is Standing.OVERDUE or now <= found.closes <= now + AHEAD


def _acting(view: CycleView, found: DeadlineView, roles: Sequence[Role], now: datetime) -> list[int]:
    """Return the officer, else whoever holds the role today."""
    if found.officer_id and not found.is_window:
        return [found.officer_id]
    today = now.astimezone(zone_info(view.zone)).date()
    scopes = {"", *(folded(scope) for scope in scopes_of(view, found))}
    return sorted(
        {
            row.person_id
            for row in roles
            if row.role == found.by
            and folded(row.scope) in scopes
            and (row.from_on or date.min) <= today <= (row.to_on or date.max)
        }
    )
