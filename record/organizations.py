"""Organizations by their names, compared as names are (planning/names.py): the exact one first.

A name that was given up, and one that was merged into another, lead to the organization that there is now.
"""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.people import Organization
from planning.names import as_it_looks, folded, is_one_slip, may_be, one_left_out
from record.locales import country

FEW = 50  # names of which each is compared with every other one, letter by letter
MANY = 5_000  # names that are held against each other for single slips
NEAR = 0.9  # how alike two names are that may be one: `Austria` and `Australia` are 0.88
SHORTEST = 5  # letters of a name with one slip


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
        """Return for each name another organization's that may be the same: by accents, one slip, or the same country.

        Of few names each is also compared with every other one, letter by letter.
        """
        alike = _Alike(self.names.values(), is_thorough=len(names) <= FEW)
        found = {name: next(alike.to(name), None) for name in names}
        return {name: other for name, other in found.items() if other}

    def twins(self) -> list[tuple[str, str]]:
        """Return the pairs of organizations whose names are compared alike, the one with more of both first."""
        return [(self.names[first], name) for number, name in sorted(self.names.items())
                if (first := self._folded[folded(name) or name]) != number]  # fmt: skip


class _Alike:
    """Names by how they look, by what they are once a letter is left out, and by the country that they name."""

    def __init__(self, names: Collection[str], *, is_thorough: bool) -> None:
        self._looks: dict[str, list[str]] = {}
        self._slips: dict[str, list[str]] = {}
        self._countries: dict[str | None, list[str]] = {}
        self._is_thorough = is_thorough
        for name in names:
            self._looks.setdefault(as_it_looks(name), []).append(name)
            self._countries.setdefault(country(name), []).append(name)
        for look in self._looks if len(self._looks) <= MANY else ():
            for left in one_left_out(look):
                self._slips.setdefault(left, []).append(look)

    def to(self, name: str) -> Iterator[str]:
        """Yield the other names that may be the same. Two countries are two, however alike: Iceland and Ireland."""
        look, home = as_it_looks(name), country(name)
        of_country = self._countries[home] if home in self._countries and home else []
        near = get_close_matches(look, self._looks, 3, NEAR) if self._is_thorough else []
        for other in (*of_country, *(other for each in (look, *self._one_slip_from(look), *near)
                                   for other in self._looks.get(each, ()))):  # fmt: skip
            if other != name and may_be(name, other) and (home is None or country(other) in (None, home)):
                yield other

    def _one_slip_from(self, look: str) -> Iterator[str]:
        """Yield the looks that are one slip apart, with the same first letter."""
        alike = dict.fromkeys(other for left in sorted(one_left_out(look)) for other in self._slips.get(left, ()))
        for other in alike:
            if max(len(look), len(other)) >= SHORTEST and look[0] == other[0] and is_one_slip(look, other):
                yield other


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
