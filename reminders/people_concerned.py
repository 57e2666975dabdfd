"""How many people deadlines concern: used where naming them would take too long while the store is locked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline
from models.people import Role
from models.slices import slices
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.latest_rows import living
from record.cycles.views import CycleView, DeadlineView
from record.people.people import scopes_of
from record.people.role_holders import Holders
from reminders.mail_ahead import living as waiting


def readers(session: Session, until: datetime) -> int:
    """Return how many people hold a role whose deadlines are looked at by `until`, or have waiting messages.

    It counts all who ever held such a role, whatever its scope: one or two queries, however many people there are.
    """
    roles = set(session.scalars(select(Deadline.by).where(Deadline.open, Deadline.look_at <= until).distinct()))
    for some in slices(waiting(session)):
        roles.update(session.scalars(select(Deadline.by).where(Deadline.id.in_(some)).distinct()))
    people = select(func.count(Role.person_id.distinct())).where(Role.role.in_(roles))
    return session.scalar(people) or 0


def by_step(session: Session, deadline_ids: Collection[int], now: datetime) -> list[tuple[str, str, int]]:
    """Return cycle, step and number of people for each of these deadlines; one with an officer counts one."""
    of = select(Deadline.cycle_id).where(Deadline.id.in_(deadline_ids))
    views = snapshots.views_of(session, living(now) & Cycle.id.in_(of), now, now)
    pairs = [(view, deadline) for view in views for deadline in view.deadlines if deadline.id in deadline_ids]
    holders = Holders(session, {deadline.by for _, deadline in pairs})
    return [(view.name, deadline.step, _count_people(view, deadline, holders, now)) for view, deadline in pairs]


def _count_people(view: CycleView, deadline: DeadlineView, holders: Holders, now: datetime) -> int:
    if deadline.officer_id and not deadline.is_window:
        return 1
    return len(holders.holding(deadline.by, scopes_of(view, deadline), local_day(now, view.zone)))
