"""What people hold, read and stored in bulk: their roles and their channels."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from delivery import sealed_channels
from loading import file_words
from loading.file_entries import Entry
from loading.scopes import Scopes
from loading.shapes import ContactShape, RoleShape
from models.people import Channel, Person, Role
from models.slices import slices
from models.tables import tables
from record import journal
from record.settings import Settings

EMAIL = "email"
ROLE = ("person_id", "role", "scope", "from_on", "to_on")

Item = TypeVar("Item")


class Roles:
    """The roles that people hold, read once."""

    def __init__(self, session: Session, people: Iterable[Person], scopes: Scopes) -> None:
        self._session, self._scopes = session, scopes
        self._new: dict[tuple[object, ...], dict[str, object]] = {}
        rows = _rows_of(session, Role, people)
        self._held = {(row.person_id, row.role, row.scope, row.from_on): row for row in rows}

    def take(self, person_id: int, entry: Entry[ContactShape], person: Person | None) -> list[str]:
        """Add the roles that are new, end those that are given another end than before, and return these."""
        taken = [role.role for role in entry.given.roles if self._take(person_id, role, entry.where, person)]
        if person:
            file_words.keep(person, ends(entry.given))
        return taken

    def _take(self, person_id: int, shape: RoleShape, where: str, person: Person | None) -> bool:
        key = (person_id, shape.role, self._scopes.named(where, shape.scope), shape.from_on)
        row = self._held.get(key)
        if row is None:
            self._scopes.check_role(where, shape.role)
            values = (*key, shape.to_on)
            self._new.setdefault(key, dict(zip(ROLE, values, strict=True)))
            return True
        if shape.to_on is None or shape.to_on == row.to_on or (person and not file_words.news(person, _end(shape))):
            return False
        row.to_on = shape.to_on
        return True

    def store(self) -> None:
        """Insert what is new, in one statement."""
        if self._new:
            self._session.execute(insert(tables().tables["role"]), list(self._new.values()))
            journal.tables_changed(self._session, "role")


def ends(shape: ContactShape) -> dict[str, object]:
    """Return what a file says of the ends of roles, by role, scope and first day."""
    return {name: on for role in shape.roles for name, on in _end(role).items()}


def _end(role: RoleShape) -> dict[str, object]:
    return {f"{role.role} {role.scope or ''} {role.from_on or ''}": role.to_on}


class Channels:
    """The ways in which people are reached, read once; a URL is known again by its fingerprint, and stored sealed."""

    def __init__(self, session: Session, people: Iterable[Person], settings: Settings) -> None:
        self._session, self._settings = session, settings
        self._new: list[dict[str, object]] = []
        rows = _rows_of(session, Channel, people)
        self._known = {(row.person_id, sealed_channels.mark_of(settings, row)) for row in rows}

    def take(self, person_id: int, shape: ContactShape, is_new: bool) -> list[str]:
        """Add the channels that are new; return a word for each, for a URL holds a secret."""
        wanted = shape.channels or ((EMAIL,) if is_new else ())
        marks = {sealed_channels.fingerprints(self._settings, address): address for address in wanted}
        new = {known[0]: address for known, address in marks.items() if not self._has(person_id, known)}
        self._new += [{"person_id": person_id} | sealed_channels.sealed(self._settings, url) for url in new.values()]
        self._known |= {(person_id, mark) for mark in new}
        return ["channel" for address in new.values() if not is_new or address != EMAIL]

    def _has(self, person_id: int, marks: tuple[str, ...]) -> bool:
        return any((person_id, mark) in self._known for mark in marks)

    def store(self) -> None:
        """Insert what is new, in one statement."""
        if self._new:
            self._session.execute(insert(tables().tables["channel"]), self._new)
            journal.tables_changed(self._session, "channel")


def _rows_of(session: Session, table: type[Item], people: Iterable[Person]) -> list[Item]:
    ids = [person.id for person in people]
    # both tables have it, which no base of theirs says
    query = (select(table).where(table.person_id.in_(some)) for some in slices(ids))  # type: ignore[attr-defined]
    return [row for part in query for row in session.scalars(part)]
