"""Deputies that a file names beside a person: new ones are appointed, and an end that the file gives is recorded."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.people import deputies
from loading import file_words
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.shapes import ContactShape, DeputyShape
from models.journal import Entry as Line
from models.people import Deputy, Person
from models.slices import slices


class _New(NamedTuple):
    """A deputy whom nobody has appointed yet: for whom, as which entry says, and where in the file."""

    person: Person
    deputy: Person
    shape: DeputyShape
    where: str


class Deputies:
    """The deputies that stand in the store and are not over; what a load appoints awaits its journal line."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._session, self._today = session, now.date()
        self._new: list[_New] = []
        self._people: dict[str, Person] = {}
        self._held: dict[tuple[int, int], list[Deputy]] = {}

    def read(self, contacts: Iterable[Entry[ContactShape]], people: Mapping[str, Person]) -> None:
        """Read the people that these contacts name as deputies, those people too, and who stands in already."""
        having = [entry.given for entry in contacts if entry.given.deputies]
        named = {shape.email for shape in having} | {deputy.email for shape in having for deputy in shape.deputies}
        self._people = dict(people)
        for some in slices(sorted(named - people.keys())):
            rows = self._session.scalars(select(Person).where(Person.email.in_(some)))
            self._people |= {row.email: row for row in rows}
        if named:
            for row in self._session.scalars(select(Deputy).where(Deputy.ended_at.is_(None)).order_by(Deputy.id)):
                self._held.setdefault((row.person_id, row.deputy_id), []).append(row)

    def take(self, entry: Entry[ContactShape]) -> list[str]:
        """Return a word for each deputy that is new or given an end. Raises LoadRefused."""
        email, where = entry.given.email, entry.where
        return ["deputy" for deputy in entry.given.deputies if self._take(self._people[email], deputy, where)]

    def _take(self, person: Person, shape: DeputyShape, where: str) -> bool:
        deputy = self._people.get(shape.email)
        if deputy is None:
            raise refused(where, f"its deputy {shape.email!r} is no contact; give that one an entry too")
        stated = {f"deputy {shape.email} {shape.from_on or ''}": shape.to_on or "until it is ended"}
        if not file_words.news(person, stated):
            return False  # an act may have ended it since
        file_words.keep(person, stated)
        for row in self._held.get((person.id, deputy.id), ()):
            if shape.from_on in (None, row.from_on):
                changed = shape.to_on is not None and shape.to_on != row.to_on
                row.to_on = shape.to_on if changed else row.to_on
                return changed
        self._new.append(_New(person, deputy, shape, where))
        return True

    def write(self, entry: Line) -> None:
        """Store what is new. Raises LoadRefused."""
        for new in self._new:
            starts, ends = new.shape.from_on or self._today, new.shape.to_on
            with inside(new.where):
                deputies.check(self._session, new.person, new.deputy, starts, ends)
            self._session.add(deputies.new(new.person.id, new.deputy.id, starts, ends, entry))
