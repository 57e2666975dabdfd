"""A new edition from the last one: its agreed dates, hung from this year's anchors at the same distance, as proposals.

What the last edition only computed, this one computes by the rule of its chain; where a re-hung date differs from what
the rule proposes, the difference is reported, and stands in the date's derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles.edition_dates import rehang
from actions.cycles.planned_cycles import Intended, OpeningTerms, intend
from planning import library
from planning.chain import Chain
from planning.links import OfLastEdition
from planning.plan import Plan, plan
from planning.replan import Difference
from record.cycles import snapshots
from record.cycles.snapshots import edition_year, split_name
from record.cycles.views import CycleView
from record.refusals import NotAnEdition


@dataclass(frozen=True, slots=True)
class Edition:
    """A new cycle as it would be opened, and where it differs from the rules."""

    intended: Intended
    differences: tuple[Difference, ...]


def edition(
    session: Session,
    chains: Mapping[str, Chain],
    name: str,
    last: str,
    terms: OpeningTerms,
    *,
    now: datetime,
) -> Edition:
    """Return a new cycle of the same chain, its dates re-hung from those of the `last` one.

    Raises NotAnEdition for another chain, NoSuchCycle, BadChainFile, and what `intend` raises.
    """
    hung = _hang(session, chains, name, last, now)
    intended = intend(session, hung.chain, hung.edition, terms)
    by_rule = plan(_loosen(hung.base), intended.spans, {}, intended.calendars, edition_year(hung.edition))
    differences = tuple(_differences(hung, intended.plan, by_rule))
    return Edition(replace(intended, plan=_linked(intended.plan, hung.links)), differences)


def _linked(planned: Plan, links: Mapping[str, OfLastEdition]) -> Plan:
    """Return the plan in which each date says what it was in the last edition."""
    return replace(
        planned,
        deadlines=tuple(
            replace(each, derivation=(*each.derivation, links[each.step])) if each.step in links else each
            for each in planned.deadlines
        ),
    )


@dataclass(frozen=True, slots=True)
class _Hung:
    """The chain of the new edition, beside the one declared and the last edition."""

    edition: str
    chain: Chain
    base: Chain
    last: CycleView
    links: Mapping[str, OfLastEdition]


def _hang(session: Session, chains: Mapping[str, Chain], name: str, last: str, now: datetime) -> _Hung:
    slug, edition = split_name(name)
    if split_name(last)[0] != slug or last == name:
        raise NotAnEdition(name, last)
    view = snapshots.view(session, last, now)
    base = library.declared(chains, slug) or _copied_chain(view)
    hung = rehang(base, view)
    return _Hung(edition, hung.chain, base, view, hung.links)


def _differences(hung: _Hung, planned: Plan, by_rule: Plan) -> list[Difference]:
    offers = {deadline.step: deadline.due for deadline in by_rule.deadlines}
    differences = []
    for step in hung.chain.steps:
        declared = hung.base.step(step.slug)
        was = next((deadline.due for deadline in hung.last.deadlines if deadline.step == step.slug), None)
        due, offer = planned[step.slug].due, offers.get(step.slug)
        if was and declared != step and due != offer:
            rule = str(declared.rule) if declared and declared.rule else None
            differences.append(Difference(step.slug, due, rule, offer, was))
    return differences


def _copied_chain(last: CycleView) -> Chain:
    """Return the chain of a timeline that no file declares, as the last edition copied it."""
    outside = {anchor.name: anchor.outside for anchor in last.anchors}
    anchors = (replace(anchor, optional=False, outside=outside[anchor.name]) for anchor in last.chain.anchors)
    return replace(last.chain, anchors=tuple(anchors))


def _loosen(chain: Chain) -> Chain:
    return replace(chain, anchors=tuple(replace(anchor, optional=True) for anchor in chain.anchors))
