"""Resolutions: a new text is registered, a known one never changes.

The versions of a resolution that is new in this load are in force from the days that the file states. A version that is
added to a resolution already known is held beside it, until an act puts it in force: `actions.resolutions`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import resolutions
from loading.bodies import Bodies
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.paper_shapes import ClauseShape, ObligationShape, ResolutionShape
from loading.result import Tally
from planning.clauses import Clause, Kind, Obligation, Period
from planning.grammar import parse
from planning.names import folded
from planning.rule_context import Known
from record.bodies import NO_BODIES
from record.mandates import resolutions as resolutions_
from record.mandates.versions import InForce, VersionView

NAMED = ("resolution", "title", "kind")  # of a version whose text is not at hand
FIXED = (*NAMED, "text_held", "recited_in", "clauses")
GIVEN = {"resolution": "name", "text_held": "held"}  # what files call it


class Resolutions:
    """The resolutions that were there before this load, and the bodies that clauses name."""

    def __init__(self, session: Session, bodies: Bodies, now: datetime, by: str) -> None:
        self._session, self._bodies, self._now, self._by = session, bodies, now, by
        self._known = {row.key: row for row in resolutions_.library(session, now=now)}
        self._named: dict[str, str] = {}  # by the name of a resolution of this load, its key

    def take(self, entry: Entry[ResolutionShape], tally: Tally) -> None:
        """Register the version, or find it as it was loaded. Raises LoadRefused for a text that differs."""
        shape, known = entry.given, self._known.get(entry.given.key)
        stated = self._make_version(entry, first=known is None)
        stored = next((version for version in known.versions if version.name == shape.version), None) if known else None
        if stored and not stored.is_known and stated.text_held:
            _compare(entry, stored, stated, NAMED)
            resolutions.supply_text(self._session, shape.key, stored, stated, now=self._now, by=self._by)
            tally.add("resolutions", f"{shape.key} {shape.version}", len(stated.clauses))
            return
        if stored:
            _compare(entry, stored, stated, FIXED if stated.is_known else NAMED)
            tally.keep("resolutions")
            return
        self._check_name(entry)
        with inside(entry.where):
            resolutions.register(self._session, shape.key, stated, now=self._now, by=self._by)
        tally.add("resolutions", f"{shape.key} {shape.version}", len(stated.clauses))
        if known:
            tally.notes.append(f"{shape.key} {shape.version!r} is on file, and not in force until it is adopted")

    def _check_name(self, entry: Entry[ResolutionShape]) -> None:
        shape = entry.given
        others = (each for each in self._known.values() if each.key != shape.key)
        name = folded(shape.name)
        known = next((each.key for each in others if name in map(folded, each.names)), None)
        if (other := known or self._named.setdefault(name, shape.key)) != shape.key:
            raise refused(entry.where, f"{shape.name} is already known as {other}; load it under that key")

    def _make_version(self, entry: Entry[ResolutionShape], *, first: bool) -> VersionView:
        shape = entry.given
        return VersionView(
            id=0,
            name=shape.version,
            kind=shape.kind,
            text_held=shape.held,
            source=shape.source,
            note=shape.note,
            clauses=tuple(self._clause(entry.where, clause) for clause in shape.clauses),
            force=_force(shape) if first else None,
            resolution=shape.name,
            title=shape.title,
            recited_in=shape.recited_in,
        )

    def _clause(self, where: str, shape: ClauseShape) -> Clause:
        place = f"{where}, clause {shape.key!r}"
        parts = [duty.part or "" for duty in shape.obligations]
        if len(set(parts)) < len(parts):
            raise refused(place, "two of its obligations have the same `part`; give each one of its own")
        duties = tuple(self._obligation(place, duty) for duty in shape.obligations)
        return Clause(
            shape.key, shape.group, shape.number, Kind(shape.kind), shape.addressee, shape.text, duties, shape.quote
        )

    def _obligation(self, where: str, shape: ObligationShape) -> Obligation:
        return Obligation(
            what=shape.what,
            period=Period(shape.period),
            part=shape.part or "",
            to=self._names(where, shape.to),
            via=self._bodies.named(where, shape.via).key if shape.via else None,
            copies=self._names(where, shape.copies),
            considered_by=self._names(where, shape.considered_by),
            purpose=shape.purpose,
            by_event=shape.by_event,
            first_year=shape.year,
            since=shape.since,
            until=shape.until,
            meeting=shape.meeting,
        )

    def _names(self, where: str, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name if name in NO_BODIES else self._bodies.named(where, name).key for name in names)


def _force(shape: ResolutionShape) -> InForce:
    """Return from when the version is in force, as its source says it: a day, a span, or only not before a day."""
    if shape.in_force is None:
        return InForce(shape.not_before or date.min, None, shape.source)
    window = parse(shape.in_force).window(Known({}))
    return InForce(window.first, window.last, shape.source)


def _compare(entry: Entry[ResolutionShape], stored: VersionView, stated: VersionView, fixed: Sequence[str]) -> None:
    for name in fixed:
        if getattr(stored, name) != getattr(stated, name):
            what = "its clauses differ" if name == "clauses" else f"its `{GIVEN.get(name, name)}` differs"
            why = f"{what} from what was loaded; a text never changes: give the corrected one a `version` of its own"
            raise refused(entry.where, why)
