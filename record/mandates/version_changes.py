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
        told = {
            Fate.CARRIED: "is carried over: nothing changes",
            Fate.CHANGED: f"changes ({'; '.join(self.change.respects)}): look at its steps",
            Fate.ENDED: "ends: the cycle has lost this mandate; go on or abandon it",
            Fate.ADDED: "is new",
        }
        return f"{self.cycle}: {self.change.reference} {told[self.change.fate]}"


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
    found = resolutions.named(session, key, now=now)
    new = found.version(version)
    old = found.version(against) if against else _before(found, new, now.date())
    changes = compare(old.clauses if old else (), new.clauses)
    cycles = _citing(session, found, now)
    effects = [
        Effect(cycle, change)
        for change in changes
        for cycle, clauses in cycles.items()
        if change.key in clauses and change.fate is not Fate.ADDED
    ]
    served = {key for clauses in cycles.values() for key in clauses}
    unserved = [change for change in changes if change.new and _is_new_duty(change) and change.key not in served]
    return Comparison(found, old, new, changes, tuple(effects), tuple(unserved))


def _before(found: ResolutionView, new: VersionView, today: date) -> VersionView | None:
    """Return the version that the new one would follow: the one read today, or the one before it in force."""
    current = found.reading(today)
    if current and current.read and current.read.id != new.id:
        return current.read
    earlier = [one for one in found.versions if one.is_readable and one.id != new.id]
    return earlier[-1] if earlier else None


def _is_new_duty(change: Change) -> bool:
    if change.new is None or change.fate not in (Fate.ADDED, Fate.CHANGED):
        return False
    had = {one.part for one in change.old.obligations} if change.old else set()
    return any(one.period.has_dates and one.part not in had for one in change.new.obligations)


def _citing(session: Session, found: ResolutionView, now: datetime) -> dict[str, set[str]]:
    """Return, by open cycle, the clauses that its mandate cites, read as on the day when it was opened."""
    cycles = snapshots.cycles(session, living(now))
    return {
        cycle.name: keys
        for cycle in cycles
        if (keys := resolutions.cited_keys(found, cycle.mandate, cycle.opened_at.date()))
    }
