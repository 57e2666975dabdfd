"""Finding people: those who hold a role on a day, and who is told in whose place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.people import Deputy, Person, Role
from models.slices import slices
from planning.digests import Cadence, known_cadence
from planning.zones import known_zone, local_day
from record.people import reach
from record.people.people import EMAIL, STAFF, Recipient, address_of
from record.people.role_holders import Holders


class Directory:
    """Who holds these roles, and these people besides, with their deputies: read once, kept as values, no rows."""

    def __init__(
        self,
        session: Session,
        roles: Collection[str],
        people: Collection[int] = (),
        *,
        unnamed: Collection[str] = (),
        holders: Holders | None = None,
        now: datetime,
    ) -> None:
        """Read who holds the roles, unless the `holders` are read already.

        Of the `unnamed` ones only whether anybody does, for those may be thousands.
        """
        self._now = now
        self._holders = holders or Holders(session, roles, unnamed)
        self._reached: dict[tuple[object, ...], tuple[Recipient, ...]] = {}
        wanted = self._holders.people | set(people)
        self._deputies = _deputies(session, wanted, now)
        wanted |= {row.deputy_id for rows in self._deputies.values() for row in rows}
        self._people = _read_people(session, wanted)
        self._staff = _staff(session, wanted, local_day(now))
        self._channels = reach.channels(session, wanted)
        self._failing = reach.failing(session, wanted)
        self._muted = reach.muted(session, wanted, now=now)
        # the zones of these people, and whether they want a weekly digest
        self.clocks = {(row.zone, row.digest == Cadence.WEEKLY) for row in self._people.values()}

    def holding(self, role: str, scopes: Sequence[str], on: date) -> list[int]:
        """Return who holds the role on that day, for everything or within one of the scopes."""
        return self._holders.holding(role, scopes, on)

    def at(self, now: datetime) -> "Directory":
        """Return the same people at another hour of the day (in UTC) for which they were read."""
        other = copy(self)
        other._now = now
        return other

    def on(self, session: Session, now: datetime) -> "Directory | None":
        """Return the same people on another day; None where others stand in for them then.

        Who stands in and who works in the Secretariat is a matter of the day; the rest is as it was read.
        """
        deputies = _deputies(session, self._people, now)
        if not all(row.deputy_id in self._people for rows in deputies.values() for row in rows):
            return None
        other = self.at(now)
        other._deputies, other._reached = deputies, {}
        other._staff = _staff(session, self._people, local_day(now))
        return other

    def reached(self, people: Sequence[int], chain: str, zone: str) -> list[Recipient]:
        """Return whoever is told, once for each channel: each of these people, or who stands in for them today.

        `zone` is the cycle's. A deputy who cannot be reached leaves it to the person.
        """
        on = local_day(self._now, zone)
        asked = (tuple(people), chain, on)
        if asked not in self._reached:
            self._reached[asked] = tuple(self._find_recipients(people, chain, on))
        return list(self._reached[asked])

    def _find_recipients(self, people: Sequence[int], chain: str, on: date) -> Iterable[Recipient]:
        reached: dict[tuple[int, str], Recipient] = {}
        for person in people:
            instead = [
                recipient
                for other in self._in_place_of(person, on)
                for recipient in self._recipients(other, person, chain)
            ]
            for recipient in instead or self._recipients(person, person, chain):
                if recipient.for_id == recipient.person_id or (recipient.person_id, recipient.address) not in reached:
                    reached[recipient.person_id, recipient.address] = recipient
        return reached.values()

    def and_themselves(self, people: Sequence[int], chain: str, zone: str) -> list[Recipient]:
        """Return who is told, as `reached` does, and these people too where somebody stands in for them."""
        own = [recipient for person in people for recipient in self._recipients(person, person, chain)]
        every = {(each.person_id, each.address): each for each in (*self.reached(people, chain, zone), *own)}
        return list(every.values())

    def obstacles(self, people: Sequence[int], chain: str) -> str:
        """Return why nobody of these can be reached, in words for a complaint."""
        return ", ".join(f"{self.name(person)} {self._obstacle(person, chain)}" for person in people)

    def name(self, person_id: int) -> str:
        """Return the name of a person."""
        return self._people[person_id].name

    def organization(self, person_id: int) -> int | None:
        """Return the organization that a person belongs to."""
        return self._people[person_id].organization_id

    def _in_place_of(self, person: int, on: date, absent: frozenset[int] = frozenset()) -> list[int]:
        """Return who is told in the person's place, the person when nobody is; of a ring of deputies, the last."""
        rows = [row for row in self._deputies.get(person, ()) if reach.covers(row, on)]
        away = absent | {person}
        others = [row.deputy_id for row in rows if row.deputy_id not in away]
        return [last for other in others for last in self._in_place_of(other, on, away)] if others else [person]

    def _recipients(self, person: int, for_id: int, chain: str) -> Iterator[Recipient]:
        row = self._people[person]
        is_muted = self._is_muted(person, chain)
        if is_muted and not row.official:
            return
        for channel in self._channels.get(person, ()):
            address = address_of(channel)
            if address != EMAIL or person not in self._failing:
                yield Recipient(
                    row.id,
                    row.name,
                    row.zone,
                    row.language,
                    address,
                    inside=person in self._staff,
                    digest=row.digest,
                    carrier=EMAIL if address == EMAIL else channel.carrier,
                    for_id=for_id,
                    is_muted=is_muted,
                )

    def _is_muted(self, person: int, chain: str) -> bool:
        return not self._muted.get(person, set()).isdisjoint(("", chain))

    def _obstacle(self, person: int, chain: str) -> str:
        if self._is_muted(person, chain):
            return "wants no mail"
        return "has an address that fails" if person in self._failing else "has no channel"


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    name: str
    zone: str | None
    language: str
    digest: str | None
    organization_id: int | None
    official: bool


def _deputies(session: Session, people: Collection[int], now: datetime) -> dict[int, list[Deputy]]:
    """Return the deputies of these people, and the deputies of those."""
    by_person: dict[int, list[Deputy]] = {}
    asked: set[int] = set()
    while new := set(people) - asked:
        rows = reach.deputies(session, new, now=now)
        for row in rows:
            by_person.setdefault(row.person_id, []).append(row)
        asked |= new
        people = {row.deputy_id for row in rows}
    return by_person


def _read_people(session: Session, people: Collection[int]) -> dict[int, _Known]:
    of = (Person.id, Person.name, Person.zone, Person.language, Person.digest, Person.organization_id, Person.official)
    query = select(*of)
    rows = (row for some in slices(people) for row in session.execute(query.where(Person.id.in_(some))))
    return {
        row.id: _Known(
            row.id,
            row.name,
            known_zone(row.zone),
            row.language,
            known_cadence(row.digest),
            row.organization_id,
            row.official,
        )
        for row in rows
    }


def _staff(session: Session, people: Collection[int], on: date) -> set[int]:
    """Return those whose every role of that day is one of the Secretariat."""
    query = select(Role.person_id, Role.role).where(
        or_(Role.from_on.is_(None), Role.from_on <= on), or_(Role.to_on.is_(None), Role.to_on >= on)
    )
    held: dict[int, set[str]] = {}
    for some in slices(people):
        for person_id, role in session.execute(query.where(Role.person_id.in_(some))):
            held.setdefault(person_id, set()).add(role)
    return {person for person, roles in held.items() if roles <= STAFF}
