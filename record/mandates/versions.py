"""Versions of resolutions as known at an instant, and which of them is read on which day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planning.clauses import Clause
from record.refusals import NoSuchVersion

ABROGATED = "abrogated"
EXPECTED = "expected"  # nobody has adopted it yet, as far as the record knows


@dataclass(frozen=True, slots=True)
class InForce:
    """From when a version is in force: surely from one day on (None: awaited), possibly from an earlier one."""

    earliest: date
    since: date | None
    reason: str

    def doubt(self, on: date) -> str | None:
        """Return why it is not sure that the version is in force on that day, or None."""
        if self.since and on >= self.since:
            return None
        sure = f"at the latest on {self.since}" if self.since else "its day is to be confirmed"
        return f"in force not before {self.earliest}; {sure} ({self.reason})"


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a resolution as known at an instant."""

    id: int
    name: str
    kind: str
    text_held: bool
    source: str
    note: str | None
    clauses: tuple[Clause, ...]
    force: InForce | None  # None: on file beside the one in force
    resolution: str  # what the resolution is called in this version
    title: str  # its title in this version
    recited_in: str | None = None  # where its text is not at hand: the text that recites what is on file of it

    @property
    def recital(self) -> str | None:
        """What is to be said of a text that is known only from another one."""
        if self.recited_in is None:
            return None
        return (
            f"the text of {self.name!r} itself is not available: its clauses are those that {self.recited_in} recites"
        )

    @property
    def is_known(self) -> bool:
        """Return True if it is known what it says: of an abrogation, that nothing of the resolution is left."""
        return self.text_held or self.kind == ABROGATED

    @property
    def is_readable(self) -> bool:
        """Return True if its text is on file and it was put in force."""
        return self.text_held and self.force is not None

    @property
    def is_awaited(self) -> bool:
        """Return True if it is only expected: no act has put it in force yet."""
        return self.kind == EXPECTED and (self.force is None or self.force.since is None)

    def is_in_force(self, on: date) -> bool:
        """Return True if it came into force by that day, as far as the record knows; a later one may have followed."""
        return self.force is not None and self.force.earliest <= on and not self.is_awaited


@dataclass(frozen=True, slots=True)
class Reading:
    """The version in force on a day, the version that is read for it, and what must be said beside it."""

    in_force: VersionView
    read: VersionView | None
    label: str | None
    first: date = date.min  # the stretch of days that it is told for
    last: date = date.max


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """A resolution as known at an instant: its versions, by the day from which each may be in force."""

    id: int
    key: str
    name: str  # as it is called today
    title: str
    versions: tuple[VersionView, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called, today and in any version: mandates cite it by each of them."""
        return tuple(dict.fromkeys((self.name, *(version.resolution for version in self.versions))))

    def version(self, name: str) -> VersionView:
        """Return the version of that name. Raises NoSuchVersion."""
        for version in self.versions:
            if version.name.casefold() == name.casefold():
                return version
        raise NoSuchVersion(self.key, name, [version.name for version in self.versions])

    def in_force(self, on: date) -> VersionView | None:
        """Return the version in force on that day, as far as the record knows."""
        versions = [version for version in self.versions if version.is_in_force(on)]
        return versions[-1] if versions else None

    def reading(self, on: date) -> Reading | None:
        """Return how the resolution is read on that day; None when no version was in force.

        A version whose text is not available ends nothing: the last text on file before it is read, else the next one
        after it, and the label says so.
        """
        in_force = self.in_force(on)
        if in_force is None or in_force.force is None:
            return None
        if in_force.is_known:
            notes = (in_force.recital, in_force.force.doubt(on), *self._expected(on))
            return Reading(in_force, in_force, "; ".join(filter(None, notes)) or None)
        doubt = in_force.force.doubt(on)
        parts = [f"{in_force.name!r} {doubt or f'is in force on {on}'}, and its text is not available"]
        read = self._stand_in(on)
        if read:
            is_later = read.force is not None and read.force.earliest > on
            place = "a later text" if is_later else "the last text on file"
            parts += [f"read after {place}, {read.name!r}", read.recital or ""]
        return Reading(in_force, read, "; ".join(filter(None, (*parts, *self._expected(on)))))

    def _stand_in(self, on: date) -> VersionView | None:
        """Return what is read where the text in force is not available: the last on file by then, else the next."""
        texts = [version for version in self.versions if version.is_readable and version.clauses]
        earlier = [version for version in texts if version.is_in_force(on)]
        return earlier[-1] if earlier else next(iter(texts), None)

    def _expected(self, on: date) -> Iterator[str]:
        """Yield the revisions that may have been adopted by that day, and that nothing known has followed."""
        for version in self.versions:
            begins = version.force.earliest if version.force else date.max
            later = (each.force for each in self.versions if each.force and not each.is_awaited)
            is_followed = any(begins <= force.earliest <= on for force in later)
            if version.is_awaited and begins <= on and not is_followed:
                yield f"{version.note or f'{version.name} is expected'}: text not yet available"

    def spells(self, year: int, today: date) -> list[Reading]:
        """Return how the resolution is read through a year, stretch by stretch; none for days without a version."""
        begun = {version.force.earliest for version in self.versions if version.force and not version.is_awaited}
        firsts = sorted(start for start in begun | {date(year, 1, 1)} if start.year == year)
        lasts = [*(start - timedelta(days=1) for start in firsts[1:]), date(year, 12, 31)]
        return [
            replace(read, first=first, last=last)
            for first, last in zip(firsts, lasts, strict=True)
            if (read := self.reading(_clamp(today, first, last)))
        ]


def _clamp(today: date, first: date, last: date) -> date:
    """Return today within the days, else their last."""
    return today if first <= today <= last else last
