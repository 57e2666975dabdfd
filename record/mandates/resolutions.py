"""The texts of resolutions on record, as known at an instant: read from the store, looked up, cited."""

import re
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.resolutions import ClauseRow, ObligationRow, Resolution, Version
from planning.clauses import Citation, Clause, Obligation, citations, cited
from planning.names import folded
from planning.zones import local_day
from record.cycles.snapshots import last_of
from record.mandates.versions import InForce, ResolutionView, VersionView
from record.refusals import NoSuchClause, NoSuchResolution


def cited_keys(resolution: ResolutionView, mandate: str, on: date) -> set[str]:
    """Return the keys of this resolution's clauses that a mandate cites, by their numbers in the text of that day."""
    return {clause.key for clause in cited_clauses(resolution, mandate, on)}


def cited_clauses(resolution: ResolutionView, mandate: str, on: date) -> tuple[Clause, ...]:
    """Return this resolution's clauses that a mandate cites, by their numbers in the text of that day."""
    read = resolution.reading(on)
    held = [each for each in resolution.versions if each.is_readable]
    version = (read and read.read) or (held[0] if held else None)
    return cited(mandate, resolution.names, version.clauses) if version else ()


def not_on_file(session: Session, mandate: str, *, now: datetime) -> list[str]:
    """Return the clauses that a mandate cites of a resolution on file, and that no text of it has.

    One that is called nearly as a resolution on file, and by none of its names, has that name behind it.
    """
    every = citations(mandate)
    known = library(session, now=now) if every else []
    return [
        f"{citation.resolution}, {citation.group} {citation.number}, which no text on file has{meant}"
        for citation in every
        for view in known
        for meant in _missed(view, citation)
    ]


def _missed(view: ResolutionView, citation: Citation) -> list[str]:
    """Return what may have been meant by a clause that a resolution lacks, if it may be its own: mostly nothing."""
    if folded(citation.resolution) in map(folded, view.names):
        return [""] if _lacks(view, citation) else []
    near = [name for name in view.names if _are_alike(name, citation.resolution)]
    return [f"; did you mean {near[-1]}?"] if near else []


def _are_alike(name: str, other: str) -> bool:
    """Return True if one name is a part of the other, and both have the same number."""
    numbers = [re.findall(r"[0-9]+", words)[:1] for words in (name, other)]
    one, another = sorted((folded(name), folded(other)), key=len)
    return one in another and numbers[0] == numbers[1] != []


def _lacks(view: ResolutionView, citation: Citation) -> bool:
    """Return whether the texts on file have such clauses, but none of that number; recitals are not kept."""
    clauses = [clause for version in view.versions if version.is_readable for clause in version.clauses]
    alike = [clause for clause in clauses if folded(citation.group) in clause.short_groups]
    return bool(alike) and not any(citation.names(name, clause) for name in view.names for clause in clauses)


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
    for alike in (str, folded):  # the exact name first
        for resolution in resolutions:
            if alike(key) in map(alike, (resolution.key, *resolution.names)):
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
    versions = [_make_version(row, version, now) for version in row.versions if version.at <= now]
    versions.sort(key=lambda version: (version.force.earliest if version.force else date.max, version.id))
    current = next((version for version in reversed(versions) if version.is_in_force(local_day(now))), versions[-1])
    return ResolutionView(row.id, row.key, current.resolution, current.title, tuple(versions))


def _make_version(resolution: Resolution, row: Version, now: datetime) -> VersionView:
    force = last_of(row.forces, now)
    has_text = row.text_held or (row.text_at is not None and row.text_at <= now)
    return VersionView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        text_held=has_text,
        source=row.source,
        note=row.note,
        clauses=tuple(_clause(clause) for clause in row.clauses) if has_text else (),
        force=InForce(force.earliest_on, force.from_on, force.reason) if force else None,
        resolution=row.called or resolution.name,
        title=row.title or resolution.title,
        recited_in=row.recited_in,
    )


def _clause(row: ClauseRow) -> Clause:
    duties = tuple(_obligation(obligation) for obligation in row.obligations)
    return Clause(row.key, row.group, row.number, row.kind, row.addressee, row.text, duties, row.quote)


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
