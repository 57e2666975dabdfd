"""One obligation in one year, from the record: the versions in force, submissions, papers, cycles and meetings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from planning import versions_in_year as spelt
from planning.clauses import Clause, Fate, Kind, Obligation, compare
from planning.judgements import Beside, Cell, Handed, Judgement, OpenStep, Paper, Serving, Sitting
from planning.obligations import OPEN
from record import body_lives
from record.bodies import BodyNames
from record.body_lives import HandedOver
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.mandates.due_meetings import Meetings
from record.mandates.versions import Reading

NOT_DONE = (*OPEN, Judgement.UNKNOWN, Judgement.NOT_DUE)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of a year under one version: how it is read, and what it makes of the clause that is judged."""

    first: date
    last: date
    in_force: str
    read: str
    label: str | None
    clause: Clause | None
    duty: Obligation | None

    is_ahead: bool = False  # whether it is read in a text that came after it, for want of any other

    @property
    def is_held(self) -> bool:
        """Return True if it is read in its own text."""
        return self.in_force == self.read


@dataclass(frozen=True, slots=True)
class Judged:
    """One obligation in one year, under the version in force on the day that counts; `label` says what is in doubt.

    `label` says too what is read in its place, where its text is not held.
    """

    cell: Cell
    on: date  # the day that counts: of the hand-over, else by which it is due, else on which it is read
    in_force: str
    read: str
    label: str | None
    clause: Clause
    duty: Obligation
    meeting: Sitting | None  # that it is due by, where the clause names one and it is on record
    spells: tuple[Spell, ...]  # more than one where the version in force changes within the year

    @property
    def reference(self) -> str:
        """`resolves 3 (a)`."""
        return f"{self.clause.reference}{f' ({self.duty.part})' if self.duty.part else ''}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said beside it; of a year under two versions, by which it is judged and what each says."""
        return (*self.cell.notes, *(_spelt(self) if len(self.spells) > 1 else ()))


def _spelt(judged: Judged) -> Iterator[str]:
    yield f"judged under {judged.in_force!r}, by its day {judged.on}"
    for before, after in pairwise(judged.spells):
        if before.is_held and after.is_held:  # else nobody knows; the matrix says above it which text is not held
            yield f"from {after.first} on, {after.in_force!r} {_becomes(before, after)}"


def _becomes(before: Spell, after: Spell) -> str:
    """Return what the later text makes of the clause."""
    changes = compare(*([spell.clause] if spell.clause else [] for spell in (before, after)))
    words = {Fate.CARRIED: "carries it over", Fate.ADDED: "has it anew", Fate.ENDED: "ends it"}
    if not changes:
        return "does not have it"
    return words.get(changes[0].fate) or f"changes it ({'; '.join(changes[0].respects)})"


@dataclass(frozen=True, slots=True)
class Record:
    """What is judged from: submissions and papers by clause key, living cycles by clause key, meetings."""

    handed: Mapping[str, list[Handed]]
    cycles: Mapping[str, list[CycleView]]
    papers: Mapping[str, list[Paper]]
    meetings: Meetings
    names: BodyNames
    today: date
    ended: HandedOver  # bodies that have handed over to others: what goes to these counts for them
    abandoned: Mapping[str, list[CycleView]]  # those that were given up, by clause key
    served: dict[tuple[str, Obligation], tuple[Serving, ...]] = field(default_factory=dict)  # the same in every year

    def serving(self, key: str, duty: Obligation) -> tuple[Serving, ...]:
        """Return the living cycles that serve an obligation of a clause."""
        if (key, duty) not in self.served:
            serving = (_serving(view, duty, self) for view in self.cycles.get(key, ()))
            self.served[key, duty] = tuple(each for each in serving if each)
        return self.served[key, duty]

    def given_up(self, key: str, duty: Obligation, year: int) -> tuple[str, ...]:
        """Return a sentence for each abandoned cycle that was to serve an obligation of a clause in the year."""
        cycles = [view for view in self.abandoned.get(key, ()) if year in _years_towards(view, duty, self)]
        return tuple(f"{view.name} was abandoned: {view.reason}" for view in cycles)


def _spell(reading: Reading, key: str, part: str) -> Spell:
    clauses = reading.read.clauses if reading.read else ()
    clause = next((each for each in clauses if each.key == key), None)
    duty = next((each for each in clause.obligations if each.part == part), None) if clause else None
    read = reading.read.name if reading.read else reading.in_force.name
    is_ahead = bool(reading.read and reading.read.force and reading.read.force.earliest > reading.last)
    known = clause if duty else None
    return Spell(reading.first, reading.last, reading.in_force.name, read, reading.label, known, duty, is_ahead)


def judged(key: str, year: int, read: Sequence[Reading], clause: str, part: str, record: Record) -> Judged:
    """Return how an obligation, of a clause by its key, stands in a year that is read in one or more texts."""
    spells = tuple(_spell(each, clause, part) for each in read)
    of_year = spelt.judge_year(
        year,
        [
            spelt.Spell(each.first, each.last, each.duty, each.clause.kind if each.clause else Kind.TERMS)
            for each in spells
        ],
        spelt.Record(
            record.handed.get(key, ()),
            lambda duty: record.serving(key, duty),
            lambda duty: Beside(record.meetings.due_by(duty), tuple(record.papers.get(key, ()))),
            record.today,
        ),
    )
    by = spells[of_year.spell]
    assert by.clause
    assert by.duty
    meeting = record.meetings.due_by(by.duty)
    cell = _unless_unknown(of_year.cell, by)
    if cell.judgement in NOT_DONE and not cell.cycles:
        cell = replace(cell, notes=(*cell.notes, *record.given_up(key, by.duty, year)))
    return Judged(cell, of_year.on, by.in_force, by.read, by.label, by.clause, by.duty, meeting, spells)


def _unless_unknown(cell: Cell, spell: Spell) -> Cell:
    """Return the cell, but that nothing is missing of what only a later text is known to ask for."""
    if not spell.is_ahead or cell.judgement is not Judgement.MISSING:
        return cell
    why = f"the text of {spell.in_force!r} is not available: whether it asked for this is not known"
    return replace(cell, judgement=Judgement.UNKNOWN, sentence=f"{why}; {cell.sentence}")


def _serving(view: CycleView, duty: Obligation, record: Record) -> Serving | None:
    """Return the cycle as it serves the obligation: the years of its hand-overs, and its open steps.

    None for one with nothing left to do, or that never goes to a body to which the obligation is due.
    """
    years = _years_towards(view, duty, record)
    if not years:
        return None
    goes_to = {deadline.id: _goes_to(deadline, duty, record) for deadline in view.deadlines}
    handing = {deadline.id for deadline in view.deadlines if goes_to[deadline.id] in duty.to}
    done = [
        position for position, deadline in enumerate(view.deadlines) if deadline.id in handing and not deadline.is_open
    ]
    steps = tuple(
        OpenStep(
            deadline.step,
            goes_to[deadline.id],
            deadline.due,
            position < max(done, default=-1),
        )
        for position, deadline in enumerate(view.deadlines)
        if deadline.is_open
    )
    return Serving(view.name, frozenset(years), steps) if steps else None


def _years_towards(view: CycleView, duty: Obligation, record: Record) -> set[int]:
    """Return the years in which the cycle goes to a body to which the obligation is due; none if it never does."""
    towards = [deadline for deadline in view.deadlines if _goes_to(deadline, duty, record) in duty.to]
    if duty.to and not towards:
        return set()
    years = {year for deadline in towards if (year := _year(deadline))}
    return years or {span.last.year for span in view.spans.values()} or _edition(view.name)


def _goes_to(deadline: DeadlineView, duty: Obligation, record: Record) -> str | None:
    """Return the body that a step goes to: the one that the obligation names, where that had handed over to it."""
    if deadline.to is None:
        return None
    key, on = record.names.key(deadline.to), deadline.due or record.today
    before = body_lives.followed_by(key, record.ended, on) if record.ended and key not in duty.to else ()
    return next((old for old in before if old in duty.holders), key)


def _year(deadline: DeadlineView) -> int | None:
    if deadline.settlement:
        return deadline.settlement.on.year
    return deadline.due.year if deadline.due else None


def _edition(name: str) -> set[int]:
    year = snapshots.year_of(name)
    return {year} if year else set()
