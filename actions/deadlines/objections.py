"""What speaks against dates that somebody agrees, before they are kept: an officer says why they are right.

A window must not close before it opens; no date may lie after an anchor that bounds it, such as the UN's day, nor in a
year that is not the cycle's. A vague date, such as a month, is given the benefit of its days.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated

from kernel.parameters import WORDS
from planning.calendar import Calendars
from planning.errors import CouncilError
from planning.plan import rule_day
from planning.rule_context import Known
from planning.rule_forms import On
from planning.rules import Rule
from planning.spans import During
from planning.window import Window, day
from record.cycles.snapshots import year_of
from record.cycles.views import CycleView, DeadlineView
from record.refusals import Objected

AcceptedDates = Annotated[
    str | None,
    WORDS.saying(
        "Agree what is refused otherwise, and say why: a period that closes before it opens, a day after the UN's, "
        "another year than the cycle's.",
        metavar="REASON",
    ),
]
Limit = tuple[date, str]  # a day, and the anchor that sets it


def check(before: CycleView, after: CycleView, steps: Collection[str], *, accepted: str | None, sure: bool) -> None:
    """Raise Objected for the dates that these steps have `after`, unless somebody accepted them with a reason.

    Who is `sure` of a day is sure of its year too.
    """
    if accepted:
        return
    dated = [deadline for deadline in after.deadlines if deadline.step in steps and deadline.due]
    sentences = [*_closed_too_early(after, steps), *_too_late(after, dated)]
    sentences += [] if sure else _of_other_years(before, dated)
    if sentences:
        raise Objected(after.name, sentences)


def _closed_too_early(view: CycleView, steps: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each period that closes before it opens, where its own day or that of its opening is new."""
    for window in view.deadlines:
        opener = _opener(view, window.step)
        opens = _opening(view, window)
        if {window.step, opener}.intersection(steps) and opens and window.due and window.due < opens:
            yield f"{window.step} would close on {window.due}, before it opens on {opens}"


def _opener(view: CycleView, step: str) -> str | None:
    declared = view.chain.step(step)
    return declared.opening.refers_to if declared and declared.opening else None


def _opening(view: CycleView, window: DeadlineView) -> date | None:
    """Return the day on which a period opens: that of its rule as the dates now are, else the one that is kept."""
    declared = view.chain.step(window.step)
    exact = (each for each in view.deadlines if each.precision.is_exact)
    known = Known({each.step: each.window for each in exact if each.window}, None, Calendars())
    try:
        reckoned = rule_day(declared.opening, known) if declared else None
    except CouncilError:
        reckoned = None
    return reckoned.last if reckoned else window.opens


def _too_late(view: CycleView, dated: Collection[DeadlineView]) -> Iterator[str]:
    """Yield a sentence for each date that lies after the anchor that bounds it most narrowly."""
    titles = {anchor.name: anchor.title for anchor in view.anchors}
    for deadline in dated:
        on = deadline.due if deadline.precision.is_exact else deadline.earliest
        assert on is not None
        last, anchor = min(_limits(view, deadline.step, frozenset()), default=(on, ""))
        if last < on:
            yield f"{deadline.step} would be due on {deadline.due}, after {anchor} ({last}: {titles[anchor]})"


def _limits(view: CycleView, slug: str, seen: frozenset[str]) -> Iterator[Limit]:
    """Yield the days of the anchors that a step must not pass: its own, and those of the steps that wait for it."""
    step = view.chain.step(slug)
    if step is None or slug in seen:
        return
    ends = [name for name in step.before if view.chain.step(name) is None]
    if step.rule:
        ends += [name for name, is_first in step.rule.hung if is_first or _is_outside(view, step.rule, name)]
    for name in ends:
        anchor, _, end = name.partition(".")
        if span := view.spans.get(anchor):
            yield (span.first if end == "opens" else span.last), anchor
    for later in view.chain.needed_by.get(slug, ()):
        yield from _limits(view, later, seen | {slug})


def _is_outside(view: CycleView, rule: Rule, name: str) -> bool:
    """Return True if a rule means the very day of an anchor that others set."""
    outside = any(each.outside for each in view.anchors if each.name == name.partition(".")[0])
    return outside and isinstance(rule.day, On | During)


def _of_other_years(before: CycleView, dated: Collection[DeadlineView]) -> list[str]:
    """Return a sentence for each date whose year is none of the cycle's: its edition's, its anchors', its rules'."""
    windows: list[Window] = [*before.spans.values()]
    windows += [each.window for each in before.deadlines if each.basis.is_computed and each.window]
    edition = year_of(before.name)
    windows += [day(date(edition, 1, 1))] if edition else []
    years = {each.year for window in windows for each in (window.first, window.last)}
    if not years:
        return []
    whose = f"{min(years)}" if len(years) == 1 else f"{min(years)} to {max(years)}"
    return [
        f"{deadline.step} would be due on {deadline.due}, and the cycle is of {whose}"
        for deadline in dated
        if deadline.due and not min(years) <= deadline.due.year <= max(years)
    ]
