"""A year under several texts: an obligation is judged under the one in force on the day that counts.

That day is the day on which its recipient had the document; until then the day by which it is due: of a step that hands
it over, of the meeting that the clause names, else the last of the year. A duty without a period is read on its last
day, or today within the year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planning.clauses import Kind, Obligation
from planning.judgements import Beside, Cell, Handed, Judgement, Serving, Sitting
from planning.obligations import Question, judge


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days under one text, both ends included; without `duty` where the text holds no such clause."""

    first: date
    last: date
    duty: Obligation | None = None
    kind: Kind = Kind.INSTRUCTS

    def holds(self, on: date | None) -> bool:
        """Return True if the day lies in it."""
        return on is not None and self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Record:
    """What an obligation is judged from: what was handed over, the cycles that serve it, what meetings tell of it."""

    handed: Sequence[Handed]
    serving: Callable[[Obligation], Sequence[Serving]]
    beside: Callable[[Obligation], Beside]
    today: date


@dataclass(frozen=True, slots=True)
class Judged:
    """How an obligation stands in a year, by which of the year's spells, and by which day."""

    cell: Cell
    spell: int
    on: date


def judge_year(year: int, spells: Sequence[Spell], record: Record) -> Judged:
    """Return how the obligation stands in a year of one or more spells, at least one of which holds it."""
    held = [
        (number, spell, _judge(spell, spell.duty, year, record)) for number, spell in enumerate(spells) if spell.duty
    ]
    for number, spell, (cell, _) in held:
        if cell.judgement is Judgement.FULFILLED and spell.holds(cell.on):
            assert cell.on is not None
            return Judged(cell, number, cell.on)
    for number, spell, (cell, due) in held:
        if spell.holds(due):
            return Judged(cell, number, due)
    number, spell, (cell, due) = held[-1]
    return Judged(_ended(cell, spell), number, due)


def _judge(spell: Spell, duty: Obligation, year: int, record: Record) -> tuple[Cell, date]:
    serving, beside = record.serving(duty), record.beside(duty)
    question = Question(duty, year, record.today, beside.sitting)
    cell = judge(question, spell.kind, record.handed, serving, beside.papers)
    return cell, _due(duty, spell.kind, year, serving, beside.sitting, record.today)


def _due(
    duty: Obligation, kind: Kind, year: int, serving: Sequence[Serving], sitting: Sitting | None, today: date
) -> date:
    """Return the day by which it is due in the year; of what has no period, the day on which it is read."""
    end = date(year, 12, 31)
    if not duty.period.has_dates or not kind.binds:
        return today if today.year == year else end
    steps = [step.due for cycle in serving for step in cycle.steps if step.to in duty.to]
    days = [on for on in steps if on and on.year == year]
    if not days and sitting and not sitting.off and sitting.closes.year == year:
        return sitting.closes
    return min(days, default=end)


def _ended(cell: Cell, spell: Spell) -> Cell:
    """Return the cell of a duty that a later text of the year has ended before its day."""
    if cell.judgement is Judgement.STANDING:
        return replace(cell, sentence=f"{cell.sentence}; it ended on {spell.last}")
    sentence = f"it ended on {spell.last}, before it fell due"
    parts = (sentence, cell.sentence) if cell.by else (sentence,)
    return replace(cell, judgement=Judgement.NOT_DUE, sentence="; ".join(parts))
