"""Holders of roles, by scope and day: read once for many deadlines, and looked up in a mapping."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.people import Person, Role
from models.slices import slices
from planning.day_range import is_believed
from planning.names import folded
from record import body_lives
from record.memberships import KINDS
from record.organizations import Organizations
from record.people.seats import Holding, seats


class Holders:
    """Who holds, held or will hold these roles; a word that nobody ever held may be an organization's name.

    The people of the states of the Council hold its role through these (seats.py).

    Of the `unnamed` roles it is known whether anybody holds them, and who is one of those: they may be thousands.
    """

    def __init__(self, session: Session, roles: Collection[str], unnamed: Collection[str] = ()) -> None:
        self._handed_over = body_lives.handed_over(session)  # bodies whose duties are another's from a day on
        self._by_role: dict[str, dict[str, list[Holding]]] = {}  # and by scope, folded
        self._read(session, set(roles), one_each=False)
        for role in KINDS.keys() & roles:
            self._follow_organizations(session, role)
        self.people = {holding.person_id for held in self._by_role.values() for of in held.values() for holding in of}
        self._read(session, set(unnamed) - set(roles), one_each=True)
        for role in (KINDS.keys() & unnamed) - set(roles):
            self._follow_organizations(session, role)

    def holding(self, role: str, scopes: Sequence[str], on: date) -> list[int]:
        """Return who holds the role on that day, for everything or within one of the scopes."""
        held = self._by_role.get(role, {})
        every = body_lives.with_followers(scopes, self._handed_over, on) if self._handed_over else scopes
        holdings = (holding for scope in {"", *map(folded, every)} for holding in held.get(scope, ()))
        return sorted({holding.person_id for holding in holdings if holding.starts <= on <= holding.ends})

    def _read(self, session: Session, roles: set[str], *, one_each: bool) -> None:
        columns = (Role.role, Role.scope, Role.from_on, Role.to_on)
        number = func.min(Role.person_id) if one_each else Role.person_id
        query = select(number.label("person_id"), *columns)
        query = query.group_by(*columns) if one_each else query
        for some in slices(roles):
            for row in session.execute(query.where(Role.role.in_(some))):
                starts = row.from_on if row.from_on and is_believed(row.from_on) else date.min
                ends = row.to_on if row.to_on and is_believed(row.to_on) else date.max
                self._hold(row.role, row.scope, Holding(row.person_id, starts, ends))
        left = {folded(role): role for role in roles if role not in self._by_role}
        for role, person in _members(session, left) if left else ():
            self._hold(role, "", Holding(person, date.min, date.max))

    def _follow_organizations(self, session: Session, role: str) -> None:
        """Have people hold the role as their organizations do; what they hold by themselves counts for the rest."""
        seated = seats(session, KINDS[role])
        by_scope = {
            scope: [part for holding in held if (part := seated.personal(holding))]
            for scope, held in self._by_role.pop(role, {}).items()
        }
        self._by_role |= {role: by_scope} if any(by_scope.values()) else {}
        for holding in seated.held:
            self._hold(role, "", holding)

    def _hold(self, role: str, scope: str, holding: Holding) -> None:
        self._by_role.setdefault(role, {}).setdefault(folded(scope), []).append(holding)


def _members(session: Session, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the people of the organizations that are called so, each with the word that names theirs."""
    organizations = Organizations(session)
    meant = {organizations.find(word): word for word in names.values()}
    meant.pop(None, None)
    query = select(Person.organization_id, Person.id)
    for some in slices(meant):
        for organization, person in session.execute(query.where(Person.organization_id.in_(some))):
            yield meant[organization], person


def ended(session: Session, people: Collection[str], on: date) -> dict[str, date]:
    """Return those of these people, by public id, whose roles have all ended before that day, and the last day."""
    query = _last_days().where(Person.public_id.in_(people))
    return {person: last for person, last in session.execute(query) if is_believed(last) and last < on}


def is_any_left(session: Session, on: date) -> bool:
    """Return whether the roles of anybody have not all ended before that day."""
    return session.execute(_last_days().having(on <= _LAST).limit(1)).first() is not None


_LAST = func.max(func.coalesce(Role.to_on, date.max))  # of somebody without roles it is the last of all days


def _last_days() -> Select[str, date]:
    """Return the query of the day on which the last role of each person ends; who was erased is left out."""
    query = select(Person.public_id, _LAST).outerjoin(Role, Role.person_id == Person.id)
    return query.where(Person.name != "").group_by(Person.public_id)
