"""In what capacity somebody acts: as themselves, by the roles that they hold, and for those whose deputies they are."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.people import Deputy, Role
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.memberships import KINDS
from record.people.people import STAFF, scopes_of
from record.people.role_holders import Holders


@dataclass(frozen=True, slots=True)
class Capacity:
    """Whose duties a person may do on a day: theirs and their principals', each by office or by role."""

    people: frozenset[int]
    roles: frozenset[tuple[str, str]]  # role and scope

    @property
    def is_staff(self) -> bool:
        """Return True if all that they act as belongs to the Secretariat."""
        return bool(self.roles) and all(role in STAFF for role, _ in self.roles)

    def answers_for(self, view: CycleView, deadline: DeadlineView) -> bool:
        """Return True if the deadline is theirs: owed by them, or a window into which they are invited."""
        if deadline.officer_id and not deadline.is_window:
            return deadline.officer_id in self.people
        scopes = ("", *scopes_of(view, deadline))
        return any(role == deadline.by and scope in scopes for role, scope in self.roles)


def capacity(session: Session, person_id: int, *, now: datetime) -> Capacity:
    """Return in what capacity the person acts at `now`."""
    today = local_day(now)
    principals = session.scalars(
        select(Deputy.person_id).where(
            Deputy.deputy_id == person_id,
            Deputy.from_on <= today,
            or_(Deputy.to_on.is_(None), Deputy.to_on >= today),
            Deputy.ended_at.is_(None),
        )
    )
    people = frozenset((person_id, *principals))
    held = session.scalars(select(Role).where(Role.person_id.in_(people)))
    roles = {(row.role, row.scope) for row in held if _counts(row, today)}
    of_their_own = {(role, scope) for role, scope in roles if role not in KINDS}
    return Capacity(people, frozenset(of_their_own | _seats(session, people, roles - of_their_own, today)))


def _seats(session: Session, people: frozenset[int], roles: set[tuple[str, str]], today: date) -> set[tuple[str, str]]:
    """Return the roles that they hold through their organizations, and of those of their own the ones that count."""
    holders = Holders(session, KINDS)
    every = roles | {(role, "") for role in KINDS}
    return {(role, scope) for role, scope in every if not people.isdisjoint(holders.holding(role, (scope,), today))}


def _counts(row: Role, today: date) -> bool:
    return (row.from_on or date.min) <= today <= (row.to_on or date.max)


def duties(session: Session, person_id: int, chain: str = "", *, now: datetime) -> list[tuple[CycleView, DeadlineView]]:
    """Return the open deadlines that the person owes, of one chain or of all; windows are no duty."""
    theirs = capacity(session, person_id, now=now)
    living = select(Cycle).where(Cycle.ended_at.is_(None), Cycle.opened_at <= now).order_by(Cycle.chain, Cycle.edition)
    cycles = session.scalars(living.where(Cycle.chain == chain) if chain else living).all()
    return [
        (view, deadline)
        for view in snapshots.views(session, cycles, now, now)
        for deadline in view.deadlines
        if deadline.is_open and not deadline.is_window and theirs.answers_for(view, deadline)
    ]
