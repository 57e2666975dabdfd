"""A new edition from the last one: its agreed dates, hung from this year's anchors at the same distance, as proposals.

What the last edition only computed, this one computes by the rule of its chain; where a re-hung date differs from what
the rule proposes, the difference is reported, and stands in the date's derivation.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import provisional as provisional_
from actions import reading
from actions.opening import Given, open_cycle
from actions.reading import edition_year, split_name
from actions.refusals import NotAnEdition
from actions.views import CycleView, DeadlineView
from models.cycles import Cycle
from planning.basis import Basis
from planning.chain import Chain, Step
from planning.forms import AFTER, BEFORE, Offset, On
from planning.plan import Plan, plan
from planning.rules import Rule
from planning.window import Precision, Window


@dataclass(frozen=True, slots=True)
class Difference:
    """A date as the last edition had it, hung from this year's anchor, and what the chain's rule proposes instead."""

    step: str
    due: date | None
    rule: str | None
    proposed: date | None
    was: date  # in the last edition

    @property
    def days(self) -> int | None:
        """Days from the re-hung date to what the rule proposes."""
        return (self.proposed - self.due).days if self.due and self.proposed else None


@dataclass(frozen=True, slots=True)
class Edition:
    """A new cycle, and where it differs from the rules."""

    cycle: Cycle
    differences: tuple[Difference, ...]


def open_from(
    session: Session,
    chains: Mapping[str, Chain],
    name: str,
    last: str,
    anchors: Mapping[str, Given],
    *,
    provisional: Collection[str] = (),
    accept_conflicts: str | None = None,
    now: datetime,
    by: str,
) -> Edition:
    """Return the new cycle of the same chain, its dates re-hung from those of the `last` one.

    Raises NotAnEdition for another chain, NoSuchCycle, and what `open_cycle` raises.
    """
    slug, edition = split_name(name)
    if split_name(last)[0] != slug or last == name:
        raise NotAnEdition(name, last)
    view = reading.view(session, last, now)
    base = chains.get(slug) or _own(view)
    chain = rehung(base, view)
    cycle = open_cycle(
        session, chain, edition, anchors, provisional=provisional, accept_conflicts=accept_conflicts, now=now, by=by
    )
    opened = reading.view(session, name, now)
    by_rule = plan(_loose(base), opened.spans, {}, reading.calendars(session), edition_year(edition))
    return Edition(cycle, tuple(_differences(chain, base, view, opened, by_rule)))


def rehung(base: Chain, last: CycleView) -> Chain:
    """Return the chain for the new cycle: each date that was agreed last time stands at its distance from an anchor."""
    steps = {step.slug: step for step in base.steps}
    steps |= {step.slug: step for step in last.chain.steps if step.slug not in steps}
    known = {found.step: found for found in last.deadlines}
    return replace(base, steps=tuple(_rehung(step, last, known.get(step.slug)) for step in steps.values()))


def _rehung(step: Step, last: CycleView, found: DeadlineView | None) -> Step:
    if found is None or found.due is None or (step.rule and found.basis in (Basis.PROPOSED, Basis.OUTSIDE)):
        return step
    rule = _distance(last, found, found.due)
    if rule is None:
        why = f"in {last.name} it was {_printed(found)}, which hangs from no anchor by so many days"
        return replace(step, note=_joined(step.note, why))
    opens = step.opens
    if step.opening is None and found.opens and (opening := _distance(last, found, found.opens)):
        opens = str(replace(opening, clock=None))
    differs = f"its rule is {step.rule}" if step.rule and step.rule != rule else None
    why = f"in {last.name} it was {found.due}"
    return replace(
        step,
        due=str(rule),
        opens=opens,
        source=f"as in {last.name}",
        note=_joined(step.note, why, differs),
        follows=step.follows,
    )


def _distance(last: CycleView, found: DeadlineView, on: date) -> Rule | None:
    """Return the rule that puts the day as far from its anchor as it was; None without a dated anchor, or a day."""
    if found.precision is not Precision.DAY:
        return None
    root = provisional_.root(last.chain, found.step, {})
    ends = {
        f"{anchor.name}.{side}": getattr(anchor.span, "first" if side == "opens" else "last")
        for anchor in last.anchors
        if anchor.span and (root is None or last.spans.get(root) is None or anchor.name == root)
        for side in ("opens", "closes")
    }
    if not ends:
        return None
    near = min(ends, key=lambda name: (abs((ends[name] - on).days), name))
    days = (on - ends[near]).days
    form = Offset(abs(days), "day", BEFORE if days < 0 else AFTER, near) if days else On(near)
    return Rule(form, clock=found.clock)


def _differences(chain: Chain, base: Chain, last: CycleView, opened: CycleView, by_rule: Plan) -> list[Difference]:
    offers = {planned.step: planned.due for planned in by_rule.deadlines}
    found = []
    for step in chain.steps:
        declared = base.step(step.slug)
        was = next((one.due for one in last.deadlines if one.step == step.slug), None)
        due, offer = opened[step.slug].due, offers.get(step.slug)
        if was and declared != step and due != offer:
            rule = str(declared.rule) if declared and declared.rule else None
            found.append(Difference(step.slug, due, rule, offer, was))
    return found


def _own(last: CycleView) -> Chain:
    """Return the chain of a timeline that no file declares, as the last edition copied it."""
    outside = {anchor.name: anchor.outside for anchor in last.anchors}
    anchors = (replace(anchor, optional=False, outside=outside[anchor.name]) for anchor in last.chain.anchors)
    return replace(last.chain, anchors=tuple(anchors))


def _loose(chain: Chain) -> Chain:
    return replace(chain, anchors=tuple(replace(anchor, optional=True) for anchor in chain.anchors))


def _printed(found: DeadlineView) -> str:
    assert found.earliest is not None
    assert found.due is not None
    return str(Window(found.earliest, found.due, found.precision))


def _joined(*notes: str | None) -> str:
    return "; ".join(note for note in notes if note)
