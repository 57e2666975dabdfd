"""What a new version does to the one in force, clause by clause, and to the open cycles. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from planning.clauses import Change, Fate, cited, compare, unknown
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.latest_rows import living
from record.cycles.views import CycleView
from record.mandates import resolutions
from record.mandates.versions import Reading, ResolutionView, VersionView


@dataclass(frozen=True, slots=True)
class Effect:
    """What a new version does to an open cycle: the clauses that it cites, and what becomes of each."""

    cycle: str
    change: Change

    @property
    def sentence(self) -> str:
        """What becomes of the clause that the cycle fulfils."""
        fates = {
            Fate.CARRIED: "is carried over: nothing changes",
            Fate.CHANGED: f"changes ({'; '.join(self.change.respects)}): look at its steps",
            Fate.ENDED: "ends: the cycle has lost this mandate; go on or abandon it",
            Fate.ADDED: "is new",
            Fate.UNKNOWN: "may change: go on by the last text on file until the new one is available",
        }
        return f"{self.cycle}: {self.change.reference} {fates[self.change.fate]}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, clause by clause, and the open cycles that the difference touches."""

    resolution: ResolutionView
    old: VersionView | None
    new: VersionView
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    unserved: tuple[Change, ...]  # new clauses with a dated obligation that no open cycle serves
    notes: tuple[str, ...]  # which text is not available, and what is read in its place

    @property
    def clauses(self) -> tuple[Change, ...]:
        """What becomes of each clause, as far as it is known."""
        return tuple(change for change in self.changes if change.fate is not Fate.UNKNOWN)


def comparison(
    session: Session, key: str, version: str, against: str | None = None, *, since: date | None = None, now: datetime
) -> Comparison:
    """Return what a version does to the one that it follows, or to another one. Changes nothing.

    It does so from `since` on, else from the day from which it is in force, else from today; cycles whose steps all lie
    before that day, or after the day on which another version follows, are not touched. A version whose text is not
    available ends nothing. Raises NoSuchResolution, NoSuchVersion.
    """
    resolution = resolutions.named(session, key, now=now)
    new = resolution.version(version)
    others = replace(resolution, versions=tuple(each for each in resolution.versions if each.id != new.id))
    begins = since or (new.force.earliest if new.force else None)
    first = begins or local_day(now)
    before = None if against else others.reading(first - timedelta(days=1) if begins else first)
    old = resolution.version(against) if against else before.read if before else None
    changes = _changes(old, new, before)
    cycles = _citing(session, resolution, (first, _next_after(others, first)), now)
    effects = [
        Effect(cycle, change)
        for change in changes
        for cycle, clauses in cycles.items()
        if change.key in clauses and change.fate is not Fate.ADDED
    ]
    served = {key for clauses in cycles.values() for key in clauses}
    unserved = [change for change in changes if change.new and _is_new_duty(change) and change.key not in served]
    notes = (*_notes(old, new, before), *_renamed(old, new))
    return Comparison(resolution, old, new, changes, tuple(effects), tuple(unserved), notes)


def with_procedures(compared: Comparison, mandates: Mapping[str, str]) -> Comparison:
    """Return the comparison with a note on each procedure that cites by a number what the new text numbers otherwise.

    `mandates` are those of the declared procedures: they are read by the numbers of the text in force.
    """
    if compared.old is None or not (compared.old.is_known and compared.new.is_known):
        return compared
    notes = (note for name, mandate in sorted(mandates.items()) for note in _miscited(compared, name, mandate))
    return replace(compared, notes=(*compared.notes, *notes))


def _miscited(compared: Comparison, procedure: str, mandate: str) -> Iterator[str]:
    old, new = compared.old, compared.new
    names = (*compared.resolution.names, new.resolution)
    read_so = {clause.key for clause in cited(mandate, names, new.clauses)}
    for clause in cited(mandate, names, old.clauses if old else ()):
        if clause.key not in read_so:
            is_other = any(each.reference == clause.reference for each in new.clauses)
            what = "is another clause in" if is_other else "is no clause of"
            yield f"the procedure {procedure} cites {clause.reference}, which {what} {new.name!r}: correct its mandate"


def _changes(old: VersionView | None, new: VersionView, before: Reading | None) -> tuple[Change, ...]:
    is_known = new.is_known and (old.is_known if old else before is None)
    of_old = old.clauses if old else ()
    return compare(of_old, new.clauses) if is_known else unknown(of_old, new.clauses)


def _notes(old: VersionView | None, new: VersionView, before: Reading | None) -> Iterator[str]:
    if not new.is_known:
        yield f"the text of {new.name!r} is not available: what it carries over is unknown"
    if before and before.in_force is not old:
        place = f"{old.name!r} is read in its place" if old else "what was in force before is unknown"
        yield f"the text of {before.in_force.name!r} is not available: {place}"
    elif old and not old.is_known:
        yield f"the text of {old.name!r} is not available: what was in force before is unknown"


def _renamed(old: VersionView | None, new: VersionView) -> Iterator[str]:
    """Yield a sentence on the name and on the title, which belong to a version, where the new one has another."""
    for what, was, now in (("name", old and old.resolution, new.resolution), ("title", old and old.title, new.title)):
        if was and was != now:
            yield f"its {what} changes: {was} → {now}"


def _next_after(others: ResolutionView, first: date) -> date:
    """Return the day from which another version follows one that is in force from `first` on."""
    later = (each.force.earliest for each in others.versions if each.force and not each.is_awaited)
    return min((day for day in later if day > first), default=date.max)


def _is_new_duty(change: Change) -> bool:
    if change.new is None or change.fate not in (Fate.ADDED, Fate.CHANGED):
        return False
    had = {duty.part for duty in change.old.obligations} if change.old else set()
    return any(duty.period.has_dates and duty.part not in had for duty in change.new.obligations)


def _citing(
    session: Session, resolution: ResolutionView, days: tuple[date, date], now: datetime
) -> dict[str, set[str]]:
    """Return, by open cycle with a step in these days or without one, the clauses that its mandate cites.

    They are read as on the day when it was opened.
    """
    citing = {
        cycle: keys
        for cycle in snapshots.cycles(session, living(now))
        if (keys := resolutions.cited_keys(resolution, cycle.mandate, local_day(cycle.opened_at)))
    }
    views = snapshots.views(session, list(citing), now, now)
    pairs = zip(citing.values(), views, strict=True)
    return {view.name: keys for keys, view in pairs if _is_within(view, days, local_day(now))}


def _is_within(view: CycleView, days: tuple[date, date], today: date) -> bool:
    """Return True if a step of the cycle is still to be done on one of the days; one without a date lies ahead."""
    first, end = days
    to_do = [step for step in view.deadlines if not step.settlement]
    return any(first <= step.due < end if step.due else end > today for step in to_do)
