"""The result of an act, as data: every door words it, and it holds no number of a row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from planning.deadline_facts import conflict_facts, deadline_facts
from planning.errors import CouncilError
from planning.fit import Conflict
from planning.plan import Plan
from planning.remedies import Call
from planning.replan import Difference, Kept, Move

CHANGE, GONE, WITHDRAWN, UNTIL_ISSUED = "change", "gone", "withdrawn", "until-issued"
DATES = ("moves", "kept", "conflicts", "notices", "deadlines", "differences")  # in the JSON of every act


@dataclass(frozen=True, slots=True)
class Notice:
    """Whom a change concerns: they were told the old date, or were about to hear it from a message that waits."""

    step: str
    person: str
    was: date | None
    # change | gone: told that the old date no longer holds | withdrawn: from a message that waits
    # until-issued: a message that waits tells what is issued, and the new date once that is
    kind: str = CHANGE


@dataclass(frozen=True, slots=True)
class Changes:
    """What an act does to the dates of one cycle."""

    cycle: str
    moves: tuple[Move, ...] = ()
    kept: tuple[Kept, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[Notice, ...] = ()

    def facts(self) -> dict[str, list[dict[str, object]]]:
        """Return `{moves, kept, conflicts, notices}` for machines (contract: Commands)."""
        of = {"cycle": self.cycle}
        return {
            "moves": [of | {"step": m.step, "was": m.was, "now": m.now, "days": m.days} for m in self.moves],
            "kept": [of | {"step": k.step, "due": k.due, "proposed": k.proposed, "days": k.days} for k in self.kept],
            "conflicts": [of | conflict_facts(conflict) for conflict in self.conflicts],
            "notices": [of | {"step": n.step, "person": n.person, "was": n.was, "kind": n.kind} for n in self.notices],
        }


@dataclass(frozen=True, slots=True)
class Opened:
    """A cycle as an act opens it: its dates; with the edition it is opened from, where they differ from the rules."""

    cycle: str
    plan: Plan
    last: str | None = None
    differences: tuple[Difference, ...] = ()

    def facts(self) -> dict[str, list[dict[str, object]]]:
        """Return `{deadlines, differences, conflicts}` for machines."""
        of = {"cycle": self.cycle}
        return {
            "deadlines": [of | deadline_facts(deadline) for deadline in self.plan.deadlines],
            "differences": [of | asdict(each) | {"days": each.days} for each in self.differences],
            "conflicts": [of | conflict_facts(conflict) for conflict in self.plan.conflicts],
        }


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that the act made or took back: for whom, of which kind, about what."""

    person: str
    kind: str
    about: tuple[str, ...]  # `hlpf-contribution/2017 comments`

    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        return {"person": self.person, "kind": self.kind, "about": list(self.about)}


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one part of a thing: a clause of a resolution that is carried over, changed, added or ended."""

    fate: str
    name: str
    how: str = ""

    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        return {"part": self.name, "fate": self.fate, "how": self.how}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event for whoever waits for it: its word, and the thing it happened to by its natural key."""

    word: str  # `agreed`
    noun: str  # `deadline`, `cycle`, `outbox` …
    key: tuple[str, ...]  # (`hlpf-contribution/2017`, `comments`)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did, or would do."""

    outcome: str  # the word by which it is known: `agreed`
    sentence: str  # for people; it names no door's words; empty where there is a failure only
    cycle: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)  # what the journal keeps
    changes: tuple[Changes, ...] = ()
    opened: tuple[Opened, ...] = ()
    parts: tuple[Part, ...] = ()
    difference: tuple[Part, ...] = ()  # of many things, what is new: listed by a preview, counted afterwards
    letters: tuple[Letter, ...] = ()  # what waits or failed, and was let go, held, dropped …
    notes: tuple[str, ...] = ()
    events: tuple[Happening, ...] = ()
    undo: Call | None = None
    next: tuple[Call, ...] = ()
    is_nothing: bool = False  # it was so already: no line is written
    passing: tuple[str, ...] = ()  # words in it that say when it counts, and are others a minute later
    failure: CouncilError | None = None  # what failed, though the act is recorded; doors say it as a refusal
    named: Mapping[str, str] = field(default_factory=dict)  # what it made, by the words that people have for it
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)  # shown once, at a terminal or on a page only
    # what the runner adds
    id: str = ""  # of the act, and of its line in the journal
    by: str = ""  # who did it, as the store spells their name
    made: tuple[Letter, ...] = ()
    taken_back: tuple[Letter, ...] = ()
    touched: tuple[str, ...] = ()  # what it changed, by lasting names: `deadline:<public id>`

    def to_json(self) -> dict[str, object]:
        """Return all of it for machines but its secret; `moves`, `conflicts`, `deadlines` … over all its cycles."""
        dates: dict[str, list[object]] = {name: [] for name in DATES}
        of_cycles = [changes.facts() for changes in self.changes] + [opened.facts() for opened in self.opened]
        for name, rows in ((name, rows) for facts in of_cycles for name, rows in facts.items()):
            dates[name] += rows
        return {
            "act": self.id,
            "by": self.by,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "cycle": self.cycle,
            **dates,
            "parts": [part.facts() for part in self.parts],
            "difference": [part.facts() for part in self.difference],
            "letters": [letter.facts() for letter in self.letters],
            "made": [letter.facts() for letter in self.made],
            "taken_back": [letter.facts() for letter in self.taken_back],
            "notes": list(self.notes),
            "failure": str(self.failure) if self.failure else None,
            "undo": self.undo.facts() if self.undo else None,
            "next": [call.facts() for call in self.next],
            **self.named,
        }
