"""Resolutions as values: their numbered clauses, what these oblige to, and what one version does to another."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import product

from planning.names import folded


class Kind(StrEnum):
    """The operative word of a clause."""

    INSTRUCTS = "instructs"
    RESOLVES = "resolves"
    REQUESTS = "requests"
    INVITES = "invites"
    ENCOURAGES = "encourages"
    TERMS = "terms-of-reference"

    @property
    def binds(self) -> bool:
        """Return True if its addressee must: who is invited or encouraged is never said to be missing anything."""
        return self not in (Kind.INVITES, Kind.ENCOURAGES)


class Period(StrEnum):
    """How often an obligation falls due."""

    ONCE = "once"  # by a named meeting
    ANNUAL = "annual"
    FOUR_YEARS = "every-four-years"
    REGULARLY = "regularly"  # without a period: never missing, never overdue
    STANDING = "standing"
    UNSTATED = "unstated"  # the text gives no period

    @property
    def has_dates(self) -> bool:
        """Return True if a year can owe it."""
        return self in (Period.ONCE, Period.ANNUAL, Period.FOUR_YEARS)


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a clause obliges to: what, to which bodies, through which, copied to whom, for what, how often."""

    what: str
    period: Period
    part: str = ""  # tells two obligations of one clause apart
    to: tuple[str, ...] = ()
    via: str | None = None  # the body through which it goes
    copies: tuple[str, ...] = ()
    considered_by: tuple[str, ...] = ()  # bodies that consider the draft before it goes
    purpose: str | None = None
    by_event: str | None = None  # the meeting that it is due by, as the text names it
    first_year: int | None = None  # of once: its year; of every four years: the first
    since: date | None = None
    until: date | None = None
    meeting: str | None = None  # the key of the meeting that it is due by, where the text's words are not enough

    def falls_due(self, year: int) -> bool:
        """Return True if it falls due in the year by its own words."""
        if (self.since and year < self.since.year) or (self.until and year > self.until.year):
            return False
        if self.period is Period.ANNUAL:
            return True
        if self.first_year is None:
            return False
        if self.period is Period.ONCE:
            return year == self.first_year
        return self.period is Period.FOUR_YEARS and year >= self.first_year and (year - self.first_year) % 4 == 0

    @property
    def holders(self) -> tuple[str, ...]:
        """Return every body that must receive the document."""
        return tuple(dict.fromkeys((*self.to, *self.copies)))


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause, in our own words."""

    key: str  # its name in every version, whatever its number there
    group: str  # "instructs the Secretary-General"
    number: str
    kind: Kind
    addressee: str
    text: str
    obligations: tuple[Obligation, ...] = ()
    quote: str | None = None  # its operative words as printed, where the one who loaded it gave them

    @property
    def short_groups(self) -> set[str]:
        """Its group as citations write it: whole, without `Annex,`, or the bare word where only one group has it."""
        words = {folded(self.group), folded(self.group.rpartition(", ")[2])}
        return words if self.kind is Kind.INSTRUCTS else words | {folded(self.kind)}

    @property
    def reference(self) -> str:
        """`instructs the Secretary-General 5`."""
        return f"{self.group} {self.number}".rstrip()


class Fate(StrEnum):
    """What a new version does to a clause."""

    CARRIED = "carried over"
    CHANGED = "changed"
    ADDED = "added"
    ENDED = "ended"
    UNKNOWN = "unknown"  # the text of one of the two versions is not available


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one clause, and in which respects it is changed."""

    fate: Fate
    key: str
    old: Clause | None
    new: Clause | None
    respects: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """Its place in the text, in both where it moves."""
        places = [clause.reference for clause in (self.old, self.new) if clause]
        return " → ".join(dict.fromkeys(places))


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """Return the fate of every clause: those of the new version in its order, then those that end."""
    before = {clause.key: clause for clause in old}
    after = {clause.key for clause in new}
    fates = [_change(before.get(clause.key), clause) for clause in new]
    return (*fates, *(Change(Fate.ENDED, clause.key, clause, None) for clause in old if clause.key not in after))


def unknown(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """Return every clause on file as of unknown fate: a version whose text is not available ends and adds nothing."""
    held = [Change(Fate.UNKNOWN, clause.key, clause, None) for clause in old]
    return (*held, *(Change(Fate.UNKNOWN, clause.key, None, clause) for clause in new))


def _change(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change(Fate.ADDED, new.key, None, new)
    respects = tuple(_respects(old, new))
    return Change(Fate.CHANGED if respects else Fate.CARRIED, new.key, old, new, respects)


def _respects(old: Clause, new: Clause) -> Iterator[str]:
    for name in ("reference", "kind", "addressee", "text"):
        if (was := getattr(old, name)) != (now := getattr(new, name)):
            yield f"{name}: {was} → {now}" if name != "text" else "text"
    if old.quote and new.quote and folded(old.quote) != folded(new.quote):
        yield "printed words"
    before, after = _parts(old), _parts(new)
    for part in dict.fromkeys((*before, *after)):
        was, now = before.get(part), after.get(part)
        if was and now:
            yield from _terms(was, now)
        else:
            yield f"obligation {'added' if now else 'ended'}: {(now or was or Obligation('', Period.UNSTATED)).what}"


def _parts(clause: Clause) -> Mapping[str, Obligation]:
    return {duty.part: duty for duty in clause.obligations}


def _terms(was: Obligation, now: Obligation) -> Iterator[str]:
    for field in fields(Obligation):
        before, after = getattr(was, field.name), getattr(now, field.name)
        if before != after:
            yield f"{field.name.replace('_', ' ')}: {_words(before)} → {_words(after)}"


def _words(value: object) -> str:
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or "none"


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause as a mandate cites it: `Council Resolution 1332`, `instructs the Secretary-General`, `5`."""

    resolution: str
    group: str
    number: str

    def names(self, resolution: str, clause: Clause) -> bool:
        """Return True if this clause of that resolution is meant; `encourages 5` and `terms of reference c` will do.

        A clause that is known only from the recital of another resolution is cited by that place.
        """
        if folded(f"{self.resolution}, {self.group} {self.number}") == folded(clause.reference.replace(")", "")):
            return True
        same = folded(self.resolution) == folded(resolution) and self.number == clause.number.replace(")", "")
        return same and folded(self.group) in clause.short_groups


_ONE = r"(?:[0-9]+|[a-h]\)?(?: [ivx]+\b\)?)?)"
_NUMBERS = re.compile(rf"^(?P<group>.*?)\s+(?P<numbers>{_ONE}(?:(?:\s*,\s*|\s+and\s+){_ONE})*)$")


def citations(mandate: str) -> tuple[Citation, ...]:
    """Return the clauses that a mandate cites: `Council Resolution 1332, instructs the Secretary-General 4 and 6`.

    Several resolutions or groups are parted by semicolons; what cites no clause gives none.
    """
    cited: list[Citation] = []
    resolution = ""
    for words in (part.strip() for part in mandate.split(";")):
        first, comma, rest = words.partition(", ")
        named, place = (first, rest) if comma and "esolution" in first else (resolution, words)
        resolution = named
        if named and (match := _NUMBERS.match(place)):
            numbers = re.findall(r"[0-9]+|\b[a-h]\b(?: [ivx]+\b)?", match["numbers"].replace(")", ""))
            cited += [Citation(named, match["group"].rstrip(","), number) for number in numbers]
    return tuple(cited)


def cited(mandate: str, names: Iterable[str], clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Return the clauses that the mandate cites of the resolution, by any of the names that it bore."""
    pairs = list(product(citations(mandate), names))
    return tuple(clause for clause in clauses if any(citation.names(name, clause) for citation, name in pairs))
