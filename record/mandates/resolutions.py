"""The texts of resolutions as known at an instant: versions, their clauses, and which is read on which day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.resolutions import ClauseRow, ObligationRow, Resolution, Version
from planning.clauses import Clause, Obligation, cited
from record.cycles.snapshots import last_of
from record.refusals import NoSuchClause, NoSuchResolution, NoSuchVersion


@dataclass(frozen=True, slots=True)
class InForce:
    """From when a version is in force: surely from one day on (None: awaited), possibly from an earlier one."""

    earliest: date
    since: date | None
    reason: str

    def doubt(self, on: date) -> str | None:
        """Return why it is not sure that the version was in force on that day, or None."""
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
    force: InForce | None  # None: held beside the one in force
    recited_in: str | None = None  # where its text is not at hand: the text that recites what is held of it

    @property
    def recital(self) -> str | None:
        """What is to be said of a text that is known only from another one."""
        if self.recited_in is None:
            return None
        return f"the text of {self.name!r} itself is not held: its clauses are those that {self.recited_in} recites"

    @property
    def is_readable(self) -> bool:
        """Return True if its text is held and it was put in force."""
        return self.text_held and self.force is not None


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
    name: str
    title: str
    versions: tuple[VersionView, ...]

    def version(self, name: str) -> VersionView:
        """Return the version of that name. Raises NoSuchVersion."""
        for version in self.versions:
            if version.name.casefold() == name.casefold():
                return version
        raise NoSuchVersion(self.key, name, [version.name for version in self.versions])

    def in_force(self, on: date) -> VersionView | None:
        """Return the version in force on that day, as far as the record knows."""
        versions = [version for version in self.versions if version.force and version.force.earliest <= on]
        return versions[-1] if versions else None

    def reading(self, on: date) -> Reading | None:
        """Return how the resolution is read on that day; None when no version was in force.

        Where the text in force is not held, the next later one that is held is read, and the label says so.
        """
        in_force = self.in_force(on)
        if in_force is None or in_force.force is None:
            return None
        doubt = in_force.force.doubt(on)
        if in_force.text_held:
            return Reading(in_force, in_force, "; ".join(filter(None, (in_force.recital, doubt))) or None)
        later = [
            version
            for version in self.versions
            if version.is_readable and version.force and version.force.earliest > on
        ]
        words = f"{in_force.name!r} was in force on {on}, and its text is not held"
        if not later:
            return Reading(in_force, None, words)
        read = f"read after a later text, {later[0].name!r}"
        return Reading(in_force, later[0], "; ".join(filter(None, (words, read, later[0].recital))))

    def spells(self, year: int, today: date) -> list[Reading]:
        """Return how the resolution is read through a year, stretch by stretch; none for days without a version."""
        starts = {date(year, 1, 1)} | {version.force.earliest for version in self.versions if version.force}
        firsts = sorted(start for start in starts if start.year == year)
        lasts = [*(start - timedelta(days=1) for start in firsts[1:]), date(year, 12, 31)]
        return [
            replace(read, first=first, last=last)
            for first, last in zip(firsts, lasts, strict=True)
            if (read := self.reading(_clamp(today, first, last)))
        ]


def _clamp(today: date, first: date, last: date) -> date:
    """Return today within the days, else their last."""
    return today if first <= today <= last else last


def cited_keys(resolution: ResolutionView, mandate: str, on: date) -> set[str]:
    """Return the keys of this resolution's clauses that a mandate cites, by their numbers in the text of that day."""
    return {clause.key for clause in cited_clauses(resolution, mandate, on)}


def cited_clauses(resolution: ResolutionView, mandate: str, on: date) -> tuple[Clause, ...]:
    """Return this resolution's clauses that a mandate cites, by their numbers in the text of that day."""
    read = resolution.reading(on)
    held = [each for each in resolution.versions if each.is_readable]
    version = (read and read.read) or (held[0] if held else None)
    return cited(mandate, resolution.name, version.clauses) if version else ()


def library(session: Session, *, now: datetime) -> list[ResolutionView]:
    """Return all resolutions as known at `now`, in five queries."""
    rows = session.scalars(
        select(Resolution)
        .where(Resolution.at <= now)
        .order_by(Resolution.key)
        .options(
            selectinload(Resolution.versions).options(
                selectinload(Version.clauses).selectinload(ClauseRow.obligations), selectinload(Version.forces)
            )
        )
        .execution_options(populate_existing=True)
    )
    return [_resolution(row, now) for row in rows]


def named(session: Session, key: str, *, now: datetime) -> ResolutionView:
    """Return one resolution by key or name. Raises NoSuchResolution."""
    resolutions = library(session, now=now)
    for resolution in resolutions:
        if key.casefold() in (resolution.key, resolution.name.casefold()):
            return resolution
    raise NoSuchResolution(key, [resolution.key for resolution in resolutions])


def clause_key(session: Session, words: str) -> str:
    """Return `council-1332/sg-5` where such a clause is known in any version. Raises NoSuchClause."""
    resolution, _, clause = words.strip().casefold().partition("/")
    query = (
        select(ClauseRow.key)
        .join(Version, Version.id == ClauseRow.version_id)
        .join(Resolution, Resolution.id == Version.resolution_id)
        .where(Resolution.key == resolution)
    )
    known = sorted(set(session.scalars(query)))
    if clause not in known:
        raise NoSuchClause(words, [f"{resolution}/{key}" for key in known])
    return f"{resolution}/{clause}"


def _resolution(row: Resolution, now: datetime) -> ResolutionView:
    versions = [_make_version(version, now) for version in row.versions if version.at <= now]
    versions.sort(key=lambda version: (version.force.earliest if version.force else date.max, version.id))
    return ResolutionView(row.id, row.key, row.name, row.title, tuple(versions))


def _make_version(row: Version, now: datetime) -> VersionView:
    force = last_of(row.forces, now)
    return VersionView(
        row.id,
        row.name,
        row.kind,
        row.text_held,
        row.source,
        row.note,
        tuple(_clause(clause) for clause in row.clauses),
        InForce(force.earliest_on, force.from_on, force.reason) if force else None,
        row.recited_in,
    )


def _clause(row: ClauseRow) -> Clause:
    duties = tuple(_obligation(obligation) for obligation in row.obligations)
    return Clause(row.key, row.group, row.number, row.kind, row.addressee, row.text, duties)


def _obligation(row: ObligationRow) -> Obligation:
    return Obligation(
        row.what,
        row.period,
        row.part,
        tuple(row.to),
        row.via,
        tuple(row.copies),
        tuple(row.considered_by),
        row.purpose,
        row.by_event,
        row.first_year,
        row.since,
        row.until,
        row.meeting,
    )
