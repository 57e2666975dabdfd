"""Outcomes of a conference from files: kept as the list says them, until they are accepted."""

from collections.abc import Sequence
from pathlib import PurePath

from sqlalchemy.orm import Session

from loading.file_entries import Entry
from loading.outcome_shapes import OutcomeShape
from loading.result import Tally
from models.journal import Entry as Line
from models.outcomes import ConferenceOutcome, OutcomeFate
from planning.names import folded
from record.mandates import outcomes, resolutions
from record.mandates.versions import ResolutionView

FIELDS = ("name", "title", "fate", "held", "from_on", "lead", "reports_to", "ends")


def take(session: Session, entries: Sequence[Entry[OutcomeShape]], line: Line, tally: Tally) -> None:
    """Keep what is new in the list; the acceptance of what it says as before stands."""
    library = resolutions.library(session, now=line.at)
    known = {(row.resolution, folded(row.version)): row for row in outcomes.rows(session, now=line.at)}
    for entry in entries:
        row = _row(entry, library, line)
        was = known.get((row.resolution, folded(row.version)))
        if was and all(getattr(was, name) == getattr(row, name) for name in FIELDS):
            tally.keep("outcomes")
            continue
        session.add(row)
        known[row.resolution, folded(row.version)] = row
        what = f"{row.fate}, {row.version}" + (f", in force from {row.from_on}" if row.from_on else "")
        (tally.change if was else tally.add)("outcomes", row.resolution, what)
    if entries and (tally.added["outcomes"] or tally.changed["outcomes"]):
        tally.notes.append("outcomes change no resolution until they are accepted")


def _row(entry: Entry[OutcomeShape], library: Sequence[ResolutionView], line: Line) -> ConferenceOutcome:
    shape, key = entry.given, outcomes.key_of(entry.given.resolution, library)
    return ConferenceOutcome(
        resolution=key,
        name=shape.resolution,
        title=shape.title,
        fate=shape.outcome,
        version=shape.version or _version(shape, next((each for each in library if each.key == key), None)),
        held=shape.held,
        from_on=shape.in_force,
        lead=shape.lead,
        reports_to=shape.reports_to,
        ends=shape.ends,
        source=shape.source or PurePath(entry.where.partition(", ")[0]).name,
        at=line.at,
        entry_id=line.id,
    )


def _version(shape: OutcomeShape, known: ResolutionView | None) -> str:
    """Return the version that is meant where the list names none: the text on file that is not in force yet."""
    waiting = [version for version in known.versions if version.force is None and version.text_held] if known else []
    if len(waiting) == 1 and shape.outcome is not OutcomeFate.SUPPRESSED:
        return waiting[0].name
    since = f", in force from {shape.in_force}" if shape.in_force else ""
    return f"{shape.outcome}{since}"
