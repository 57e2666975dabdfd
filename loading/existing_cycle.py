"""An existing cycle compared with a file: dates that acts have changed are noted, new ones are refused."""

from dataclasses import dataclass, field

from loading.entry_refusals import refused
from loading.file_entries import Entry
from loading.shapes import TimelineShape
from models.cycles import Cycle
from planning.remedies import Call
from record.refusals import LoadRefused


@dataclass(frozen=True, slots=True)
class Compared:
    """The entry and the cycle; `notes` are sentences on dates that an act has changed since."""

    entry: Entry[TimelineShape]
    cycle: Cycle
    notes: list[str] = field(default_factory=list)

    def note(self, what: str, says: str) -> None:
        """Note what the record now says, and what the file still does."""
        self.notes.append(f"{self.cycle.name}: {what}; the file still says {says}")

    def differs(self, where: str, what: str, *acts: Call) -> LoadRefused:
        """Return the refusal of a date that the record never had, with the acts that would give it."""
        if self.cycle.ending:
            return refused(where, f"{what}; {self.cycle.name} is {self.cycle.ending} and takes no more changes")
        return refused(where, f"{what}; a load changes no date", *acts)

    def fixed(self, where: str, name: str, stored: object) -> LoadRefused:
        """Return the refusal of what was copied for good when the cycle was opened."""
        words = ", ".join(stored) if isinstance(stored, list) else stored
        kept = f"it is {words!s:.200}" if stored else "it has none"
        return refused(where, f"`{name}` was fixed when {self.cycle.name} was opened: {kept}; keep the file to it")
