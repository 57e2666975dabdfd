"""Rehang the agreed dates of an edition: each keeps its distance from its anchor, and its precision.

A day stays so many days from its anchor, and so do both ends of a span; a week is the one in which that day lies, a
month is counted in months, a year in years. What the last edition only computed, the new one computes by its rule, and
likewise what stands by rule, whatever was agreed instead last time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planning.basis import Force
from planning.chain import Chain, Step
from planning.links import HungFromNothing, LastEdition, OfLastEdition
from planning.rule_forms import AFTER, BEFORE, Offset, On
from planning.rules import Rule
from planning.spans import Spread, Within
from planning.window import Precision
from record.cycles import provisional_anchors as provisional_
from record.cycles.views import CycleView, DeadlineView


@dataclass(frozen=True, slots=True)
class Rehung:
    """The chain of the new cycle, and by step what its date was in the last edition."""

    chain: Chain
    links: Mapping[str, OfLastEdition]


def rehang(base: Chain, last: CycleView) -> Rehung:
    """Return the chain for the new cycle: each date that was agreed last time stands at its distance from an anchor."""
    steps = {step.slug: step for step in base.steps}
    steps |= {step.slug: step for step in last.chain.steps if step.slug not in steps}
    known = {deadline.step: deadline for deadline in last.deadlines}
    hung = [_rehang(_lasting(step, last.chain.slug), last, known.get(step.slug)) for step in steps.values()]
    links = {step.slug: link for step, link in hung if link}
    return Rehung(replace(base, steps=tuple(step for step, _ in hung)), links)


def _rehang(step: Step, last: CycleView, deadline: DeadlineView | None) -> tuple[Step, OfLastEdition | None]:
    if deadline is None or deadline.due is None or (step.rule and deadline.basis.is_computed):
        return step, None
    days = deadline.window
    assert days is not None
    if step.force == Force.RULE:  # what an edition agreed instead of its rule was for that edition alone
        return step, LastEdition(last.name, days)
    rule = _distance(last, deadline)
    if rule is None:
        return step, HungFromNothing(last.name, days)
    opens = step.opens
    if step.opening is None and deadline.opens and (opening := _days_from(last, deadline, deadline.opens)):
        opens = str(Rule(opening))
    differs = str(step.rule) if step.rule and step.rule != rule else None
    return (
        replace(step, due=str(rule), opens=opens, source=None, as_in=last.name),
        LastEdition(last.name, days, differs),
    )


def _lasting(step: Step, slug: str) -> Step:
    """Return the step without what the note of an edition up to 0.2 says in English of the one before it."""
    note = step.note.partition(f"in {slug}/")[0].rstrip("; ") if step.note else None
    return replace(step, note=note or None)


def _distance(last: CycleView, deadline: DeadlineView) -> Rule | None:
    """Return the rule that puts the date as far from its anchor as it was, as exactly as it was printed.

    A week is counted in days, a month in months, a year in years. None without a dated anchor.
    """
    assert deadline.due is not None
    if deadline.precision is Precision.DAYS:
        return _span_from(last, deadline)
    if deadline.precision in (Precision.DAY, Precision.WEEK):
        form = _days_from(last, deadline, deadline.due)
    else:
        form = _months_from(last, deadline, deadline.due)
    if form is None:
        return None
    exact = deadline.precision is Precision.DAY
    return Rule(form if exact else Within(str(deadline.precision), form), clock=deadline.clock)


def _days_from(last: CycleView, deadline: DeadlineView, on: date) -> Offset | On | None:
    near = _nearest(last, deadline, on)
    return _offset((on - near[1]).days, "day", near[0]) if near else None


def _months_from(last: CycleView, deadline: DeadlineView, on: date) -> Offset | On | None:
    near = _nearest(last, deadline, on)
    if near is None:
        return None
    months = 0 if deadline.precision is Precision.YEAR else on.month - near[1].month
    return _offset(12 * (on.year - near[1].year) + months, "month", near[0])


def _span_from(last: CycleView, deadline: DeadlineView) -> Rule | None:
    assert deadline.earliest is not None
    assert deadline.due is not None
    near = _nearest(last, deadline, deadline.due)
    if near is None:
        return None
    first, end = (_offset((on - near[1]).days, "day", near[0]) for on in (deadline.earliest, deadline.due))
    return Rule(Spread(first, end), clock=deadline.clock)


def _offset(count: int, unit: str, name: str) -> Offset | On:
    return Offset(abs(count), unit, BEFORE if count < 0 else AFTER, name) if count else On(name)


def _nearest(last: CycleView, deadline: DeadlineView, on: date) -> tuple[str, date] | None:
    """Return the end of an anchor that the day hangs from: of its own anchor where it has one, else of the nearest."""
    own = {name for name in provisional_.roots(last.chain, deadline.step, {}) if last.spans.get(name)}
    ends = {
        f"{anchor.name}.{side}": getattr(anchor.span, "first" if side == "opens" else "last")
        for anchor in last.anchors
        if anchor.span and (not own or anchor.name in own)
        for side in ("opens", "closes")
    }
    return min(ends.items(), key=lambda end: (abs((end[1] - on).days), end[0]), default=None)
