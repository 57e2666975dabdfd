"""Organizations by their names, compared as names are (planning/names.py): the exact one first.

A name that was given up, and one that was merged into another, lead to the organization that there is now.
"""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.people import Organization
from planning.names import as_it_looks, folded, may_be

FEW = 50  # names of which each is compared with every other one
NEAR = 0.9  # how alike two names are that may be one: `Austria` and `Australia` are 0.88


class Organizations:
    """The organizations of the store, read once."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(Organization.id, Organization.name, Organization.merged_into_id)).all()
        self.names: dict[int, str] = {row.id: row.name for row in rows if row.merged_into_id is None}
        self._now: dict[int, int] = {}
        self._exact: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        for row in sorted(rows, key=lambda row: (row.merged_into_id is not None, row.id)):
            self._know(row.name, row.id, row.merged_into_id or row.id)

    def _know(self, name: str, number: int, now: int) -> None:
        """Know a name; of names that are compared alike, the first one counts."""
        self._now[number] = now
        self._exact[name] = now
        self._folded.setdefault(folded(name) or name, now)

    def find(self, name: str) -> int | None:
        """Return the number of the organization that goes, or went, by the name."""
        words = " ".join(name.split())
        return self._exact.get(words) or self._folded.get(folded(words) or words)

    def named(self, name: str) -> str | None:
        """Return the present name of the organization that goes, or went, by the name."""
        number = self.find(name)
        return None if number is None else self.names[number]

    def now(self, number: int) -> int:
        """Return the number of the organization that this one is now."""
        return self._now[number]

    def name_now(self, number: int) -> str:
        """Return the present name of an organization."""
        return self.names[self._now[number]]

    def other_names(self) -> Iterator[tuple[str, str]]:
        """Yield each name that leads to another one, with that."""
        yield from ((name, self.names[number]) for name, number in self._exact.items() if self.names[number] != name)

    def near(self, name: str) -> str | None:
        """Return another organization's name that may be a slip for this one, or this one for it."""
        return next(iter(self.all_near((name,)).values()), None)

    def all_near(self, names: Collection[str]) -> dict[str, str]:
        """Return for each name another organization's that may be the same; of many names, only by their accents."""
        plain: dict[str, list[str]] = {}
        for other in self.names.values():
            plain.setdefault(as_it_looks(other), []).append(other)
        near: dict[str, str] = {}
        for name in names:
            words = as_it_looks(name)
            alike = [words, *(get_close_matches(words, plain, 3, NEAR) if len(names) <= FEW else ())]
            others = [other for each in alike for other in plain.get(each, ()) if other != name and may_be(name, other)]
            near |= {name: others[0]} if others else {}
        return near

    def twins(self) -> list[tuple[str, str]]:
        """Return the pairs of organizations whose names are compared alike, the one with more of both first."""
        return [(self.names[first], name) for number, name in sorted(self.names.items())
                if (first := self._folded[folded(name) or name]) != number]  # fmt: skip


def make(session: Session, names: Iterable[str]) -> None:
    """Make organizations, in one statement."""
    if rows := [{"name": name} for name in names]:
        session.execute(insert(Organization), rows)


def with_merged(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], organizations: Iterable[int]
) -> ColumnElement[bool]:
    """Return the condition that a row is of one of these organizations, or of one that was merged into it."""
    numbers = list(organizations)
    merged = or_(Organization.id.in_(numbers), Organization.merged_into_id.in_(numbers))
    return column.in_(select(Organization.id).where(merged))
