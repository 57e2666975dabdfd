"""Resolutions: a text that is absent is registered, one that is there never changes.

The versions of a resolution that is new in this load are in force from the days that the file states. A version that is
added to a resolution already known is held beside it, until an act puts it in force: `actions.resolutions`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import resolutions
from actions.resolutions import Heading
from loading.bodies import Bodies
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.paper_shapes import ClauseShape, ObligationShape, ResolutionShape
from loading.result import Tally
from planning.clauses import Clause, Kind, Obligation, Period
from planning.grammar import parse
from planning.rule_context import Known
from record.bodies import ROLES
from record.mandates import resolutions as resolutions_
from record.mandates.resolutions import InForce, ResolutionView, VersionView


class Resolutions:
    """The resolutions that were there before this load, and the bodies that clauses name."""

    def __init__(self, session: Session, bodies: Bodies, now: datetime, by: str) -> None:
        self._session, self._bodies, self._now, self._by = session, bodies, now, by
        self._known = {row.key: row for row in resolutions_.library(session, now=now)}

    def take(self, entry: Entry[ResolutionShape], tally: Tally) -> None:
        """Register the version, or find it as it was loaded. Raises LoadRefused for a text that differs."""
        given, known = entry.given, self._known.get(entry.given.key)
        said = self._version(entry, first=known is None)
        stored = next((one for one in known.versions if one.name == given.version), None) if known else None
        if stored:
            _compare(entry, stored, said)
            tally.keep("resolutions")
            return
        self._check_name(entry, known)
        with inside(entry.where):
            heading = Heading(given.key, given.name, given.title)
            resolutions.register(self._session, heading, said, now=self._now, by=self._by)
        tally.add("resolutions", f"{given.key} {given.version}", len(said.clauses))
        if known:
            tally.notes.append(f"{given.key} {given.version!r} is held and not in force until it is adopted")

    def _check_name(self, entry: Entry[ResolutionShape], known: ResolutionView | None) -> None:
        given = entry.given
        if known and (known.name, known.title) != (given.name, given.title):
            raise refused(entry.where, f"{given.key} is {known.name}, {known.title!r}; keep `name` and `title` to it")
        other = next((one for one in self._known.values() if one.name == given.name and one.key != given.key), None)
        if other:
            raise refused(entry.where, f"{given.name} is already known as {other.key}; load it under that key")

    def _version(self, entry: Entry[ResolutionShape], *, first: bool) -> VersionView:
        given = entry.given
        return VersionView(
            id=0,
            name=given.version,
            kind=given.kind,
            text_held=given.held,
            source=given.source,
            note=given.note,
            clauses=tuple(self._clause(entry.where, clause) for clause in given.clauses),
            force=_force(given) if first else None,
            recited_in=given.recited_in,
        )

    def _clause(self, where: str, given: ClauseShape) -> Clause:
        place = f"{where}, clause {given.key!r}"
        parts = [duty.part or "" for duty in given.obligations]
        if len(set(parts)) < len(parts):
            raise refused(place, "two of its obligations have the same `part`; give each one of its own")
        duties = tuple(self._obligation(place, duty) for duty in given.obligations)
        return Clause(given.key, given.group, given.number, Kind(given.kind), given.addressee, given.text, duties)

    def _obligation(self, where: str, given: ObligationShape) -> Obligation:
        return Obligation(
            what=given.what,
            period=Period(given.period),
            part=given.part or "",
            to=self._names(where, given.to),
            via=self._bodies.named(where, given.via).key if given.via else None,
            copies=self._names(where, given.copies),
            considered_by=self._names(where, given.considered_by),
            purpose=given.purpose,
            by_event=given.by_event,
            first_year=given.year,
            since=given.since,
            until=given.until,
            meeting=given.meeting,
        )

    def _names(self, where: str, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name if name in ROLES else self._bodies.named(where, name).key for name in names)


def _force(given: ResolutionShape) -> InForce:
    """Return from when the version is in force, as its source says it: a day, a span, or only not before a day."""
    if given.in_force is None:
        return InForce(given.not_before or date.min, None, given.source)
    window = parse(given.in_force).window(Known({}))
    return InForce(window.first, window.last, given.source)


def _compare(entry: Entry[ResolutionShape], stored: VersionView, said: VersionView) -> None:
    for name in ("kind", "text_held", "recited_in", "clauses"):
        if getattr(stored, name) != getattr(said, name):
            what = "its clauses differ from those" if name == "clauses" else f"its `{name}` differs from that"
            why = f"{what} that were loaded; a text never changes: give the corrected one a `version` of its own"
            raise refused(entry.where, why)
