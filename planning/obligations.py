"""Judging obligations: a clause in a year is fulfilled, under way, overdue, missing, not due, or standing.

An obligation without a period is never missing and never overdue: the text gives no day to be late by. One with a
period is fulfilled by submissions, and only when every recipient and every copy that the clause names has the same
document, through the body that the clause names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planning.clauses import Kind, Obligation, Period
from planning.judgements import Cell, Handed, Judgement, Paper, Serving, Sitting

OPEN = (Judgement.UNDER_WAY, Judgement.OVERDUE, Judgement.MISSING)


@dataclass(frozen=True, slots=True)
class Question:
    """Of what it is asked how it stands: a duty in a year, as of today, and the meeting by which it is due."""

    duty: Obligation
    year: int
    today: date
    sitting: Sitting | None = None

    @property
    def is_over(self) -> bool:
        """Whether what was due once is past its meeting, or its year."""
        if self.duty.period is not Period.ONCE or not self.duty.first_year:
            return False
        if self.sitting and not self.sitting.off:
            return self.sitting.closes < self.today
        return self.duty.first_year < self.today.year


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
        """Return True if no recipient has it, but only a body that gets a copy, or considers it first."""
        return bool(duty.to) and not any(handed.body in duty.to for handed in self.handed)


def judge(
    question: Question,
    kind: Kind,
    handed: Sequence[Handed],
    open_cycles: Sequence[Serving],
    papers: Iterable[Paper] = (),
) -> Cell:
    """Return how the obligation stands in that year, as of today, from what was handed over by then.

    One that is due once is due in the year of its meeting, and missing only when that is over.
    """
    sitting = question.sitting
    if sitting and not sitting.off:
        question = replace(question, duty=replace(question.duty, first_year=sitting.opens.year))
    cell = _undated(question, _judge(question, kind, handed, open_cycles), papers)
    return replace(cell, notes=tuple(_considered(question.duty, cell, handed)))


def _undated(question: Question, cell: Cell, papers: Iterable[Paper]) -> Cell:
    """Return the cell with what lies before a meeting of the year: a day that nobody knows is no failure.

    Once such a meeting is over its body had the paper, on whatever day; what others lack they still lack.
    """
    duty, today = question.duty, question.today
    if cell.judgement not in OPEN or any(copy.body in duty.to for copy in cell.by):
        return cell
    before = [
        paper
        for paper in papers
        if paper.body in duty.to and paper.meeting.opens.year == cell.year and not paper.meeting.off
    ]
    if not before:
        return cell
    words = [_lies_before(paper, today) for paper in before]
    over = {paper.body for paper in before if paper.meeting.closes < today}
    lacking = tuple(body for body in cell.lacking if body not in over)
    if over and not lacking and duty.via is None:
        return replace(cell, judgement=Judgement.FULFILLED, sentence="; ".join(words), lacking=(), cycles=())
    if over and cell.year < today.year:
        rest = [_lack(lacking)] if lacking else [f"nothing says that it went through {duty.via}"]
        return replace(cell, sentence="; ".join([*words, *rest]), lacking=lacking)
    rest = [cell.sentence] if cell.judgement is Judgement.UNDER_WAY else []
    return replace(cell, judgement=Judgement.UNDER_WAY, sentence="; ".join([*words, *rest]))


def _lies_before(paper: Paper, today: date) -> str:
    meeting = paper.meeting
    verb, over = ("was", ", which is over") if meeting.closes < today else ("is", "")
    return (
        f"{paper.symbol} {verb} before {meeting.key} ({meeting.opens} to {meeting.closes}){over}; "
        f"the day on which {paper.body} was given it is to be confirmed: nothing on record says it"
    )


def _considered(duty: Obligation, cell: Cell, handed: Sequence[Handed]) -> Iterator[str]:
    """Say whether the bodies that are to consider the draft had one before it went."""
    went = min((copy.on for copy in cell.by if copy.body in duty.to), default=None)
    for body in duty.considered_by if went else ():
        had = [
            copy for copy in handed if went and copy.body == body and went.year - 1 <= copy.on.year and copy.on < went
        ]
        if had:
            yield f"{body} had {had[-1].symbol} on {had[-1].on}, before it went"
        else:
            yield f"no draft is recorded as given to {body} before it went"


def _judge(question: Question, kind: Kind, handed: Sequence[Handed], open_cycles: Sequence[Serving]) -> Cell:
    duty, year, today = question.duty, question.year, question.today
    instances = _instances(duty, handed)
    this_year = [instance for instance in instances if _counts(duty, instance, year)]
    done = next((instance for instance in this_year if not instance.lacking), None)
    serving = tuple(cycle for cycle in open_cycles if year in cycle.years or _is_late(duty, year, cycle))
    if done:
        return replace(
            Cell(year, Judgement.FULFILLED, _by(done.handed), _handed(this_year), done.lacking, ()), on=done.on
        )
    if not duty.period.has_dates or not kind.binds:
        return _standing(duty, year, this_year, serving)
    if (why := _not_due(question, instances)) and not serving:
        return Cell(year, Judgement.NOT_DUE, why)
    best = min(this_year, key=lambda instance: (instance.is_draft(duty), len(instance.lacking)), default=None)
    lacking = best.lacking if best else duty.holders
    if serving:
        judgement, sentence = _serve(question, best, lacking, serving, is_waiting=bool(why))
        return Cell(year, judgement, sentence, _handed(this_year), lacking, serving)
    if why or (year > today.year and duty.period is not Period.ONCE):
        return Cell(year, Judgement.NOT_DUE, why or f"due by the end of {year}")
    if best and year == today.year:
        return Cell(year, Judgement.UNDER_WAY, _open(best, lacking, ()), _handed(this_year), lacking, ())
    sentence = _open(best, lacking, ()) if best else _judge_nothing(question)
    return Cell(year, Judgement.MISSING, sentence, _handed(this_year), lacking, ())


def _serve(
    question: Question, best: Instance | None, lacking: Sequence[str], serving: Sequence[Serving], *, is_waiting: bool
) -> tuple[Judgement, str]:
    """Return how a duty stands that open cycles serve: to open one, and to do nothing, improves nothing."""
    days = sorted((day, cycle.cycle) for cycle in serving for day in cycle.days_for(lacking))
    if days and days[0][0] < question.today:
        since, cycle = days[0]
        return Judgement.OVERDUE, "; ".join([*_so_far(best, lacking), f"overdue since {since} ({cycle})"])
    sentence = _open(best, lacking, serving)
    if is_waiting or (question.year >= question.today.year and not question.is_over):
        return Judgement.UNDER_WAY, sentence
    if question.duty.period is Period.ONCE:
        return Judgement.MISSING, f"{_unfulfilled(question.duty)}; {sentence}"
    nothing = "" if best else "nothing was submitted; "
    return (Judgement.UNDER_WAY, sentence) if days else (Judgement.MISSING, f"{nothing}{sentence}")


def _unfulfilled(duty: Obligation) -> str:
    return f"not fulfilled by {duty.by_event or duty.first_year}"


def _is_late(duty: Obligation, year: int, cycle: Serving) -> bool:
    """Return True if a cycle of the year in which it was due once is still open in a later one."""
    due = duty.first_year if duty.period is Period.ONCE else None
    return due is not None and due < year and due in cycle.years


def _judge_nothing(question: Question) -> str:
    duty, year = question.duty, question.year
    nothing = "no submission is recorded, and no cycle is open for it"
    if duty.period is Period.ONCE:
        due = f"it is due once, by {duty.by_event or duty.first_year}"
        return f"{_unfulfilled(duty)}: {nothing}" if question.is_over or not duty.first_year else f"{nothing}; {due}"
    still = f"; it is due by the end of {year}" if year == question.today.year else ""
    return f"no submission of {year} is recorded, and no cycle is open for it{still}"


def _instances(duty: Obligation, handed: Sequence[Handed]) -> list[Instance]:
    """Return what each document has reached, the earliest first; without a recipient among them it is a draft."""
    documents = dict.fromkeys(copy.document for copy in handed)
    instances = [_instance(duty, [copy for copy in handed if copy.document == name]) for name in documents]
    return sorted(filter(None, instances), key=lambda instance: min(copy.on for copy in instance.handed))


def _instance(duty: Obligation, copies: Sequence[Handed]) -> Instance | None:
    wanted = duty.holders
    fit = [copy for copy in copies if (copy.body in wanted if wanted else copy.follower is None)]
    through = {copy.body for copy in copies}
    fit = [copy for copy in fit if copy.body not in duty.to or _route_kept(duty, copy, through)]
    if not fit:
        return None
    had = {copy.body for copy in fit}
    final = [copy.on for copy in fit if copy.body in duty.to] or [copy.on for copy in fit]
    lacking = tuple(body for body in wanted if body not in had)
    return Instance(tuple(sorted(fit, key=lambda copy: copy.on)), lacking, max(final))


def _route_kept(duty: Obligation, copy: Handed, through: set[str]) -> bool:
    """Return True if it went through the body that the clause names, or that body was given it itself."""
    return duty.via is None or copy.via == duty.via or duty.via in through


def _counts(duty: Obligation, instance: Instance, year: int) -> bool:
    """Return True if the document counts for this year; one that is due once counts for its year when early."""
    if duty.period is Period.ONCE and duty.first_year and instance.year < duty.first_year:
        return year == duty.first_year
    return instance.year == year


def _not_due(question: Question, instances: Sequence[Instance]) -> str | None:
    """Return why nothing is due in this year, or None."""
    duty, year = question.duty, question.year
    if duty.since and year < duty.since.year:
        return f"not before {duty.since.year}"
    if duty.until and year > duty.until.year:
        return f"ended in {duty.until.year}"
    if duty.period is Period.FOUR_YEARS:
        return None if _fourth(duty, year) else f"due every four years{_from(duty)}"
    if duty.period is Period.ONCE and duty.first_year:
        return _done(duty.first_year, year, instances) or _waits(question, duty.first_year)
    return None


def _waits(question: Question, due: int) -> str | None:
    """Return by when it is due, while that day has not come."""
    year, today, sitting = question.year, question.today, question.sitting
    when = f"due once, by {question.duty.by_event or due}{f' ({sitting})' if sitting else ''}"
    if sitting and sitting.off:
        return f"{when}; its new day is to be confirmed"
    is_ahead = year < due or today.year < due or (sitting and today <= sitting.closes)
    return when if is_ahead or (year > due and not question.is_over) else None


def _done(due: int, year: int, instances: Sequence[Instance]) -> str | None:
    done = next((instance for instance in instances if not instance.lacking and instance.year < year), None)
    return f"done in {done.year}" if done and year > due else None


def _fourth(duty: Obligation, year: int) -> bool:
    return duty.first_year is not None and year >= duty.first_year and (year - duty.first_year) % 4 == 0


def _from(duty: Obligation) -> str:
    return f", from {duty.first_year} on" if duty.first_year else "; the text names no first year"


def _standing(duty: Obligation, year: int, handed: Sequence[Instance], serving: tuple[Serving, ...]) -> Cell:
    best = handed[0] if handed else None
    lacking = best.lacking if best else duty.holders
    if serving and duty.period is Period.REGULARLY:
        return Cell(year, Judgement.UNDER_WAY, _open(best, lacking, serving), _handed(handed), lacking, serving)
    words = {
        Period.REGULARLY: "regularly, without a period",
        Period.STANDING: "a standing duty",
        Period.UNSTATED: "the text gives no period",
    }
    sentence = words.get(duty.period, f"{duty.period}; its addressee is invited, so nothing is missing")
    return Cell(year, Judgement.STANDING, sentence, _handed(handed), lacking, serving)


def _handed(instances: Sequence[Instance]) -> tuple[Handed, ...]:
    return tuple(copy for instance in instances for copy in instance.handed)


def _by(handed: Iterable[Handed]) -> str:
    return "; ".join(f"{copy.holder} has {copy.symbol}{_via(copy)} since {copy.on}" for copy in handed)


def _via(copy: Handed) -> str:
    return f" (through {copy.via})" if copy.via else ""


def _open(best: Instance | None, lacking: Sequence[str], serving: Sequence[Serving]) -> str:
    """Return who has it, who lacks it, and what comes next."""
    parts = _so_far(best, lacking)
    for cycle in serving:
        if step := cycle.next_for(lacking):
            parts.append(f"next in {cycle.cycle}: {step.step} {step.due or 'awaited'}")
        else:
            parts.append(f"{cycle.cycle} is open with nothing left to do")
    return "; ".join(parts)


def _so_far(best: Instance | None, lacking: Sequence[str]) -> list[str]:
    """Return who has it, and who lacks it; nothing while nobody has it."""
    if best is None:
        return []
    return [_by(best.handed), _lack(lacking)]


def _lack(bodies: Sequence[str]) -> str:
    return f"{' and '.join(bodies)} {'lack' if len(bodies) > 1 else 'lacks'} it"
