"""A new edition from the last one: its agreed dates, hung from this year's anchors at the same distance, as proposals.

What the last edition only computed, this one computes by the rule of its chain; where a re-hung date differs from what
the rule proposes, the difference is reported, and stands in the date's derivation.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.cycles import reading
from actions.cycles.opening import Given, intend, open_cycle
from actions.cycles.reading import edition_year, split_name
from actions.cycles.rehanging import rehung
from actions.cycles.views import CycleView
from actions.refusals import NotAnEdition
from planning.chain import Chain
from planning.plan import Plan, plan


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
    """A new cycle as it is, or would be, opened, and where it differs from the rules."""

    cycle: str
    plan: Plan
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]  # the holiday lists that its dates need and nobody has loaded


def preview(
    session: Session,
    chains: Mapping[str, Chain],
    name: str,
    last: str,
    anchors: Mapping[str, Given],
    *,
    provisional: Collection[str] = (),
    accept_conflicts: str | None = None,
    sure: bool = False,
    now: datetime,
) -> Edition:
    """Return the new cycle of the same chain as `open_from` would open it; refuse what that would refuse."""
    return _edition(session, _hung(session, chains, name, last, now), anchors, provisional, accept_conflicts, sure)


def open_from(
    session: Session,
    chains: Mapping[str, Chain],
    name: str,
    last: str,
    anchors: Mapping[str, Given],
    *,
    provisional: Collection[str] = (),
    accept_conflicts: str | None = None,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Edition:
    """Return the new cycle of the same chain, its dates re-hung from those of the `last` one, opened.

    Raises NotAnEdition for another chain, NoSuchCycle, and what `open_cycle` raises.
    """
    hung = _hung(session, chains, name, last, now)
    found = _edition(session, hung, anchors, provisional, accept_conflicts, sure)
    open_cycle(
        session,
        hung.chain,
        hung.edition,
        anchors,
        provisional=provisional,
        accept_conflicts=accept_conflicts,
        sure=sure,
        now=now,
        by=by,
    )
    return found


@dataclass(frozen=True, slots=True)
class _Hung:
    """The chain of the new edition, beside the one declared and the last edition."""

    edition: str
    chain: Chain
    base: Chain
    last: CycleView


def _hung(session: Session, chains: Mapping[str, Chain], name: str, last: str, now: datetime) -> _Hung:
    slug, edition = split_name(name)
    if split_name(last)[0] != slug or last == name:
        raise NotAnEdition(name, last)
    view = reading.view(session, last, now)
    base = chains.get(slug) or _own(view)
    return _Hung(edition, rehung(base, view), base, view)


def _edition(
    session: Session,
    hung: _Hung,
    anchors: Mapping[str, Given],
    provisional: Collection[str],
    accepted: str | None,
    sure: bool,
) -> Edition:
    how: dict[str, Any] = {"provisional": provisional, "accept_conflicts": accepted, "sure": sure}
    found = intend(session, hung.chain, hung.edition, anchors, **how)
    calendars = reading.calendars(session)
    by_rule = plan(_loose(hung.base), found.spans, {}, calendars, edition_year(hung.edition))
    return Edition(found.name, found.plan, tuple(_differences(hung, found.plan, by_rule)), found.notes)


def _differences(hung: _Hung, planned: Plan, by_rule: Plan) -> list[Difference]:
    offers = {one.step: one.due for one in by_rule.deadlines}
    found = []
    for step in hung.chain.steps:
        declared = hung.base.step(step.slug)
        was = next((one.due for one in hung.last.deadlines if one.step == step.slug), None)
        due, offer = planned[step.slug].due, offers.get(step.slug)
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
