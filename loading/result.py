"""The result of a load: counts for the person who asked, and facts for the journal."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.done import Opened, Part

WORDS = {
    "bodies": ("body", "bodies"),
    "holidays": ("holiday list", "holiday lists"),
    "meetings": ("meeting", "meetings"),
    "contacts": ("contact", "contacts"),
    "memberships": ("list of members", "lists of members"),
    "chairs": ("list of Chairs", "lists of Chairs"),
    "timelines": ("timeline", "timelines"),
    "items": ("action item", "action items"),
    "resolutions": ("resolution text", "resolution texts"),
    "outcomes": ("outcome", "outcomes"),
    "documents": ("document", "documents"),
    "submissions": ("submission", "submissions"),
    "circulars": ("circular", "circulars"),
    "action_lines": ("role for an action line", "roles for action lines"),
    "reporting_windows": ("reporting window", "reporting windows"),
    "expected_documents": ("expected document", "expected documents"),
}

WAKING = ("contacts", "holidays", "memberships", "chairs")  # once loaded, others are told, or on another day


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was added, changed and there already, by kind; the cycles opened; and where the record has moved on."""

    added: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]
    cycles: tuple[Opened, ...] = ()
    notes: tuple[str, ...] = ()  # sentences: what acts have changed since the file was written, and stays so
    difference: tuple[Part, ...] = ()  # from the record as it was, thing by thing
    told: Mapping[str, object] = field(default_factory=dict)  # what the journal keeps: keys and public ids, no address

    def __str__(self) -> str:
        """The sentence; then the notes, one a line."""
        return "\n".join((self.sentence, *self.notes))

    @property
    def opened(self) -> tuple[str, ...]:
        """The names of the cycles opened."""
        return tuple(opened.cycle for opened in self.cycles)

    @property
    def sentence(self) -> str:
        """`3 meetings, 2 contacts added; 1 contact changed; 1 unchanged`."""
        parts = [f"{_say_counts(self.added)} added"] if self.added else []
        parts += [f"{_say_counts(self.changed)} changed"] if self.changed else []
        parts += [f"{total} unchanged"] if (total := sum(self.unchanged.values())) else []
        return "; ".join(parts) or "there was nothing to load"


@dataclass(slots=True)
class Tally:
    """Counts what a load adds and changes, while it runs."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    cycles: list[Opened] = field(default_factory=list)
    difference: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, name: str, what: object, *, called: str | None = None) -> None:
        """Count something new; people call it otherwise than the journal does, where `called` says so."""
        self.added[kind] += 1
        self.told.setdefault(kind, {})[name] = what
        self.difference.append(_part("added", kind, called or name, what))

    def change(self, kind: str, name: str, what: object, *, called: str | None = None) -> None:
        """Count something that the file changed."""
        self.changed[kind] += 1
        self.told.setdefault(f"changed_{kind}", {})[name] = what
        self.difference.append(_part("changed", kind, called or name, what))

    def keep(self, kind: str, number: int = 1) -> None:
        """Count what is there already."""
        self.unchanged[kind] += number

    @property
    def is_idle(self) -> bool:
        """Return True if nothing was stored."""
        return not self.added and not self.changed

    @property
    def wakes(self) -> bool:
        """Return True if who is told, or on which working day, may have changed, so that the round must look again."""
        return any(self.added[kind] or self.changed[kind] for kind in WAKING)

    @property
    def holidays_differ(self) -> bool:
        """Return True if dates may be reckoned otherwise under the holiday lists that were loaded."""
        return bool(self.added["holidays"] or self.changed["holidays"])

    @property
    def result(self) -> Loaded:
        """Return the result: the counts, which no longer change."""
        return Loaded(
            dict(self.added),
            dict(self.changed),
            dict(self.unchanged),
            tuple(self.cycles),
            tuple(self.notes),
            tuple(self.difference),
            self.told,
        )


def _part(fate: str, kind: str, name: str, what: object) -> Part:
    """Return what became of one thing; a list names what is new of it, a mapping how; what it is called only once."""
    if isinstance(what, Mapping):
        how = ", ".join(f"{key} {value}" for key, value in what.items())
    else:
        how = ", ".join(map(str, what)) if isinstance(what, list | tuple) else str(what)
    return Part(fate, f"{WORDS[kind][0]} {name}", "" if how.casefold() == name.casefold() else how)


def _say_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {WORDS[kind][count != 1]}" for kind, count in counts.items())
