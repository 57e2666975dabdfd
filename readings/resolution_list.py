"""`resolution/list`, `show` and `compare`: resolutions, their versions, and what a new version changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import chains
from kernel.grants import Grant
from kernel.paper_types import VERSION, ResolutionKey, VersionName
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, listing, table
from planning.clauses import Change, Clause
from planning.zones import local_day
from record.mandates import resolutions as resolutions_
from record.mandates import version_changes
from record.mandates.version_changes import Comparison
from record.mandates.versions import ResolutionView, VersionView

Optional = Annotated[str | None, VERSION.saying("The version; the one that is read today if left empty.")]
Against = Annotated[
    str | None, VERSION.saying("The version beside it; the one in force if left empty.", metavar="AGAINST")
]


@dataclass(frozen=True, slots=True)
class Read:
    """A resolution, the version that is shown, and the remark that goes with it."""

    resolution: ResolutionView
    version: VersionView | None
    label: str | None


@reading(
    "resolution/list",
    who=(Grant.VIEWER,),
    columns=(Column("Resolution"), Column("Version"), Column("Standing"), Column("Name")),
)
def resolutions(session: Session, *, now: datetime) -> Shown[list[ResolutionView]]:
    """List the resolutions and their versions."""
    return listing(
        resolutions_.library(session, now=now),
        lambda library: [_resolution(each) for each in library],
        lambda library: ((each.key, v.name, _say_standing(v), v.resolution) for each in library for v in each.versions),
        "no resolution is loaded",
    )


@reading(
    "resolution/show",
    who=(Grant.VIEWER,),
    columns=(Column("Clause"), Column("Text"), Column("Version")),
)
def resolution(session: Session, resolution: ResolutionKey, version: Optional = None, *, now: datetime) -> Shown[Read]:
    """Show the clauses of a version, or of the one that is read today, in our own words, and in its own if loaded."""
    view = resolutions_.named(session, resolution, now=now)
    if version:
        return Shown(Read(view, view.version(version), None), _text_facts, _clauses, for_tables=_rows)
    read = view.reading(local_day(now))
    version_read, label = (read.read, read.label) if read else (None, None)
    return Shown(Read(view, version_read, label), _text_facts, _clauses, for_tables=_rows)


@reading(
    "resolution/compare",
    who=(Grant.VIEWER,),
    columns=(Column("What becomes of it"), Column("Clause"), Column("In which respects", str | tuple)),
)
def compare(
    session: Session, resolution: ResolutionKey, version: VersionName, against: Against = None, *, now: datetime
) -> Shown[Comparison]:
    """Show what a version carries over, changes, adds and ends, beside the one in force or another; change nothing."""
    compared = version_changes.comparison(session, resolution, version, against, now=now)
    return Shown(version_changes.with_procedures(compared, chains.mandates()), _comparison, _changes, for_tables=_fates)


def _text_facts(read: Read) -> dict[str, object]:
    clauses = [_clause(clause) for clause in read.version.clauses] if read.version else []
    shown = {"shown": read.version.name if read.version else None, "label": read.label, "clauses": clauses}
    return _resolution(read.resolution) | shown


def _rows(read: Read) -> Iterator[Row]:
    for clause in read.version.clauses if read.version else ():
        yield clause.reference, clause.text, read.version.name if read.version else None


def _clauses(read: Read) -> Iterator[Part]:
    view, version = read.resolution, read.version
    called, title = (version.resolution, version.title) if version else (view.name, view.title)
    yield f"{called}: {title}" + (f" ({version.name}: {_say_standing(version)})" if version else "")
    if read.label:
        yield read.label
    for clause in version.clauses if version else ():
        yield f"{clause.reference}: {clause.text}"
        if clause.quote:
            yield f"  “{clause.quote}”"


def _say_standing(version: VersionView) -> str:
    held = "" if version.is_known else ", text not available"
    if version.force is None:
        return f"on file, not in force{held}"
    if version.is_awaited:
        return f"expected, not before {version.force.earliest}{held}"
    force = version.force
    since = str(force.since) if force.since == force.earliest else f"not before {force.earliest}"
    return f"{version.kind}, in force {'from ' if force.since == force.earliest else ''}{since}{held}"


def _fates(compared: Comparison) -> Iterator[Row]:
    return ((change.fate, change.reference, change.respects) for change in compared.changes)


def _changes(compared: Comparison) -> Iterator[Part]:
    old = compared.old.name if compared.old else "nothing before"
    yield f"{compared.resolution.name}: {old} → {compared.new.name}"
    yield from compared.notes
    yield table((change.fate, change.reference, change.respects) for change in compared.clauses)
    for effect in compared.effects:
        yield effect.sentence
    for change in compared.unserved:
        yield f"no open cycle serves {change.reference}"


def _comparison(compared: Comparison) -> dict[str, object]:
    return {
        "resolution": compared.resolution.key,
        "old": compared.old.name if compared.old else None,
        "new": compared.new.name,
        "notes": compared.notes,
        "clauses": [_change(each) for each in compared.changes],
        "cycles": [
            {"cycle": each.cycle, "clause": each.change.key, "fate": each.change.fate, "sentence": each.sentence}
            for each in compared.effects
        ],
        "unserved": [change.key for change in compared.unserved],
    }


def _change(change: Change) -> dict[str, object]:
    return {"clause": change.key, "reference": change.reference, "fate": change.fate, "respects": change.respects}


def _resolution(view: ResolutionView) -> dict[str, object]:
    return {
        "resolution": view.key,
        "name": view.name,
        "title": view.title,
        "versions": [
            {
                "version": version.name,
                "name": version.resolution,
                "title": version.title,
                "kind": version.kind,
                "text_held": version.text_held,
                "earliest": version.force.earliest if version.force else None,
                "from": version.force.since if version.force else None,
                "source": version.source,
                "note": version.note,
                "clauses": len(version.clauses),
            }
            for version in view.versions
        ],
    }


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "clause": clause.key,
        "reference": clause.reference,
        "kind": clause.kind,
        "addressee": clause.addressee,
        "text": clause.text,
        "quote": clause.quote,
        "obligations": [{"part": duty.part, "what": duty.what, "period": duty.period} for duty in clause.obligations],
    }
