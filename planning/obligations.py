"""Judging obligations: a clause in a year is fulfilled, under way, missing, not due, or standing.

An obligation without a period is never missing and never overdue: the text gives no day to be late by. One with a
period is fulfilled by submissions, and only when every recipient and every copy that the clause names has the same
document, through the body that the clause names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planning.cells import ALONE, Beside, Cell, Handed, Judgement, Paper, Serving, Sitting
from planning.clauses import Kind, Obligation, Period


@dataclass(frozen=True, slots=True)
class Instance:
    """One document on its way: who has it, who lacks it, and in which year it counts."""

    handed: tuple[Handed, ...]
    lacking: tuple[str, ...]
    on: date  # the day on which its last recipient had it

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return self.on.year

    def is_draft(self, duty: Obligation) -> bool:
        """Whether no recipient has it, but only a body that gets a copy, or considers it first."""
        return bool(duty.to) and not any(one.body in duty.to for one in self.handed)


def judge(
    duty: Obligation,
    kind: Kind,
    year: int,
    handed: Sequence[Handed],
    open_cycles: Sequence[Serving],
    today: date,
    beside: Beside = ALONE,
) -> Cell:
    """Return how the obligation stands in that year, as of today, from what was handed over by then.

    One that is due once is due in the year of its meeting, and missing only when that is over.
    """
    sitting = beside.sitting
    if sitting and not sitting.off:
        duty = replace(duty, first_year=sitting.opens.year)
    found = _judge(duty, kind, year, handed, open_cycles, today, sitting)
    found = _undated(duty, found, beside.papers)
    return replace(found, notes=tuple(_considered(duty, found, handed)))


def _undated(duty: Obligation, cell: Cell, papers: Iterable[Paper]) -> Cell:
    """Return the cell with what lies before a meeting of the year: a day that nobody knows is no failure."""
    if cell.judgement not in (Judgement.MISSING, Judgement.UNDER_WAY) or any(one.body in duty.to for one in cell.by):
        return cell
    told = [
        f"{one.symbol} is before {one.meeting.key} ({one.meeting.opens} to {one.meeting.closes}); "
        f"the day on which {one.body} was given it is awaited: nothing on record says it"
        for one in papers
        if one.body in duty.to and one.meeting.opens.year == cell.year and not one.meeting.off
    ]
    if not told:
        return cell
    rest = [cell.sentence] if cell.judgement is Judgement.UNDER_WAY else []
    return replace(cell, judgement=Judgement.UNDER_WAY, sentence="; ".join([*told, *rest]))


def _considered(duty: Obligation, cell: Cell, handed: Sequence[Handed]) -> Iterator[str]:
    """Say whether the bodies that are to consider the draft had one before it went."""
    went = min((one.on for one in cell.by if one.body in duty.to), default=None)
    for body in duty.considered_by if went else ():
        had = [one for one in handed if went and one.body == body and went.year - 1 <= one.on.year and one.on < went]
        if had:
            yield f"{body} had {had[-1].symbol} on {had[-1].on}, before it went"
        else:
            yield f"no draft is recorded as given to {body} before it went"


def _judge(
    duty: Obligation,
    kind: Kind,
    year: int,
    handed: Sequence[Handed],
    open_cycles: Sequence[Serving],
    today: date,
    sitting: Sitting | None,
) -> Cell:
    instances = _instances(duty, handed)
    this_year = [found for found in instances if _counts(duty, found, year)]
    done = next((found for found in this_year if not found.lacking), None)
    serving = tuple(found for found in open_cycles if year in found.years or _is_late(duty, year, found))
    if done:
        return replace(_cell(duty, year, Judgement.FULFILLED, _by(done.handed), done, (), this_year), on=done.on)
    if not duty.period.has_dates or not kind.binds:
        return _standing(duty, year, this_year, serving)
    if (why := _not_due(duty, year, instances, today, sitting)) and not serving:
        return Cell(year, Judgement.NOT_DUE, why)
    best = min(this_year, key=lambda found: (found.is_draft(duty), len(found.lacking)), default=None)
    lacking = best.lacking if best else duty.holders
    if serving:
        return _cell(duty, year, Judgement.UNDER_WAY, _open(best, lacking, serving), best, serving, this_year)
    if why or year > today.year:
        return Cell(year, Judgement.NOT_DUE, why or f"due by the end of {year}")
    if best and year == today.year:
        return _cell(duty, year, Judgement.UNDER_WAY, _open(best, lacking, ()), best, (), this_year)
    told = _open(best, lacking, ()) if best else _nothing(duty, year)
    return _cell(duty, year, Judgement.MISSING, told, best, (), this_year)


def _is_late(duty: Obligation, year: int, found: Serving) -> bool:
    """Return whether a cycle of the year in which it was due once is still open in a later one."""
    due = duty.first_year if duty.period is Period.ONCE else None
    return due is not None and due < year and due in found.years


def _nothing(duty: Obligation, year: int) -> str:
    if duty.period is Period.ONCE:
        return f"due once, by {duty.by_event or duty.first_year}: no hand-over is recorded, and no cycle is open for it"
    return f"no hand-over of {year} is recorded, and no cycle is open for it"


def _instances(duty: Obligation, handed: Sequence[Handed]) -> list[Instance]:
    """Return what each document has reached, the earliest first; without a recipient among them it is a draft."""
    documents = dict.fromkeys(one.document for one in handed)
    found = [_instance(duty, [one for one in handed if one.document == name]) for name in documents]
    return sorted((one for one in found if one), key=lambda one: min(had.on for had in one.handed))


def _instance(duty: Obligation, copies: Sequence[Handed]) -> Instance | None:
    wanted = duty.holders
    fit = [one for one in copies if not wanted or one.body in wanted]
    through = {one.body for one in copies}
    fit = [one for one in fit if one.body not in duty.to or _route_kept(duty, one, through)]
    if not fit:
        return None
    had = {one.body for one in fit}
    final = [one.on for one in fit if one.body in duty.to] or [one.on for one in fit]
    lacking = tuple(body for body in wanted if body not in had)
    return Instance(tuple(sorted(fit, key=lambda one: one.on)), lacking, max(final))


def _route_kept(duty: Obligation, one: Handed, through: set[str]) -> bool:
    """Return whether it went through the body that the clause names, or that body was given it itself."""
    return duty.via is None or one.via == duty.via or duty.via in through


def _counts(duty: Obligation, found: Instance, year: int) -> bool:
    """Return whether the document counts for this year; one that is due once counts for its year when early."""
    if duty.period is Period.ONCE and duty.first_year and found.year < duty.first_year:
        return year == duty.first_year
    return found.year == year


def _not_due(
    duty: Obligation, year: int, instances: Sequence[Instance], today: date, sitting: Sitting | None
) -> str | None:
    """Return why nothing is due in this year, or None."""
    if duty.since and year < duty.since.year:
        return f"not before {duty.since.year}"
    if duty.until and year > duty.until.year:
        return f"ended in {duty.until.year}"
    if duty.period is Period.FOUR_YEARS:
        return None if _fourth(duty, year) else f"due every four years{_from(duty)}"
    if duty.period is Period.ONCE and duty.first_year:
        return _waits(duty, duty.first_year, year, today, sitting) or _done(duty.first_year, year, instances)
    return None


def _waits(duty: Obligation, due: int, year: int, today: date, sitting: Sitting | None) -> str | None:
    """Return by when it is due, while that day has not come."""
    when = f"due once, by {duty.by_event or due}{f' ({sitting})' if sitting else ''}"
    if sitting and sitting.off:
        return f"{when}; its new day is awaited"
    return when if year < due or today.year < due or (sitting and year == due and today <= sitting.closes) else None


def _done(due: int, year: int, instances: Sequence[Instance]) -> str | None:
    done = next((found for found in instances if not found.lacking and found.year < year), None)
    return f"done in {done.year}" if done and year > due else None


def _fourth(duty: Obligation, year: int) -> bool:
    return duty.first_year is not None and year >= duty.first_year and (year - duty.first_year) % 4 == 0


def _from(duty: Obligation) -> str:
    return f", from {duty.first_year} on" if duty.first_year else "; the text names no first year"


def _standing(duty: Obligation, year: int, handed: Sequence[Instance], serving: tuple[Serving, ...]) -> Cell:
    best = handed[0] if handed else None
    if serving and duty.period is Period.REGULARLY:
        lacking = best.lacking if best else duty.holders
        return _cell(duty, year, Judgement.UNDER_WAY, _open(best, lacking, serving), best, serving, handed)
    words = {
        Period.REGULARLY: "regularly, without a period",
        Period.STANDING: "a standing duty",
        Period.UNSTATED: "the text gives no period",
    }
    told = words.get(duty.period, f"{duty.period}; its addressee is invited, so nothing is missing")
    return _cell(duty, year, Judgement.STANDING, told, best, serving, handed)


def _cell(
    duty: Obligation,
    year: int,
    judgement: Judgement,
    sentence: str,
    best: Instance | None,
    serving: tuple[Serving, ...],
    instances: Sequence[Instance],
) -> Cell:
    handed = tuple(one for found in instances for one in found.handed)
    return Cell(year, judgement, sentence, handed, best.lacking if best else duty.holders, serving)


def _by(handed: Iterable[Handed]) -> str:
    return "; ".join(f"{one.body} has {one.symbol}{_via(one)} since {one.on}" for one in handed)


def _via(one: Handed) -> str:
    return f" (through {one.via})" if one.via else ""


def _open(best: Instance | None, lacking: Sequence[str], serving: Sequence[Serving]) -> str:
    """Return who has it, who lacks it, and what comes next."""
    parts = [_by(best.handed)] if best else []
    parts += [f"{', '.join(lacking)} lacks it"] if best and lacking else []
    for found in serving:
        if step := found.next_for(lacking):
            parts.append(f"next in {found.cycle}: {step.step} {step.due or 'awaited'}")
        else:
            parts.append(f"{found.cycle} is open with nothing left to do")
    return "; ".join(parts)
