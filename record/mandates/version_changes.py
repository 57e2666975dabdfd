"""What a new version does to the one in force, clause by clause, and to the open cycles. Changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from planning.clauses import Change, Fate, compare
from record.cycles import snapshots
from record.cycles.latest_rows import living
from record.mandates import resolutions
from record.mandates.resolutions import ResolutionView, VersionView


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


def comparison(session: Session, key: str, version: str, against: str | None = None, *, now: datetime) -> Comparison:
    """Return what a version does to the one in force now, or to another one. Changes nothing.

    Where the text in force is not held, the one that is read for it stands in. Raises NoSuchResolution, NoSuchVersion.
    """
    resolution = resolutions.named(session, key, now=now)
    new = resolution.version(version)
    old = resolution.version(against) if against else _find_before(resolution, new, now.date())
    changes = compare(old.clauses if old else (), new.clauses)
    cycles = _citing(session, resolution, now)
    effects = [
        Effect(cycle, change)
        for change in changes
        for cycle, clauses in cycles.items()
        if change.key in clauses and change.fate is not Fate.ADDED
    ]
    served = {key for clauses in cycles.values() for key in clauses}
    unserved = [change for change in changes if change.new and _is_new_duty(change) and change.key not in served]
    return Comparison(resolution, old, new, changes, tuple(effects), tuple(unserved))


def _find_before(resolution: ResolutionView, new: VersionView, today: date) -> VersionView | None:
    """Return the version that the new one would follow: the one read today, or the one before it in force."""
    current = resolution.reading(today)
    if current and current.read and current.read.id != new.id:
        return current.read
    earlier = [version for version in resolution.versions if version.is_readable and version.id != new.id]
    return earlier[-1] if earlier else None


def _is_new_duty(change: Change) -> bool:
    if change.new is None or change.fate not in (Fate.ADDED, Fate.CHANGED):
        return False
    had = {duty.part for duty in change.old.obligations} if change.old else set()
    return any(duty.period.has_dates and duty.part not in had for duty in change.new.obligations)


def _citing(session: Session, resolution: ResolutionView, now: datetime) -> dict[str, set[str]]:
    """Return, by open cycle, the clauses that its mandate cites, read as on the day when it was opened."""
    cycles = snapshots.cycles(session, living(now))
    return {
        cycle.name: keys
        for cycle in cycles
        if (keys := resolutions.cited_keys(resolution, cycle.mandate, cycle.opened_at.date()))
    }
