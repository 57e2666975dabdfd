"""Provisional anchors: they have a date that is not confirmed yet; deadlines reckoned from them carry a flag.

Only the anchor is stored. Once it is confirmed, the flags are gone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from planning.basis import Basis, Force
from planning.chain import Anchor, Chain
from planning.flags import Flag, MeetingPlanned, Provisional
from record.cycles.views import AnchorView, CycleView, DeadlineView

AGREED = (Basis.AGREED, Basis.ANNOUNCED)  # such a date stands by itself, whatever becomes of the anchor


def declared(anchor: AnchorView) -> Anchor:
    """Return the anchor for a chain; one that is not confirmed counts as not yet set by another body."""
    return Anchor(anchor.name, anchor.title, optional=True, outside=anchor.outside and not anchor.provisional)


def without(chain: Chain, waiting: Collection[str]) -> Chain:
    """Return the chain whose `waiting` anchors nobody has set yet, so that their dates are proposals."""
    if not any(anchor.outside and anchor.name in waiting for anchor in chain.anchors):
        return chain
    anchors = (replace(a, outside=a.outside and a.name not in waiting) for a in chain.anchors)
    return replace(chain, anchors=tuple(anchors))


def flags_of(chain: Chain, anchors: Iterable[AnchorView], bases: Mapping[str, Basis]) -> dict[str, tuple[Flag, ...]]:
    """Return the flag of each step whose date was computed, link by link, from an anchor not confirmed yet."""
    waiting = {anchor.name: _flag(anchor) for anchor in anchors if anchor.provisional}
    if not waiting:
        return {}
    slugs = (step.slug for step in chain.steps if bases.get(step.slug) not in AGREED)
    flags = {slug: tuple(waiting[name] for name in roots(chain, slug, bases) if name in waiting) for slug in slugs}
    return {slug: of_step for slug, of_step in flags.items() if of_step}


def roots(chain: Chain, slug: str, bases: Mapping[str, Basis]) -> tuple[str, ...]:
    """Return the anchors from which a step's date is reckoned, link by link; none behind a date that is agreed.

    The earlier of two days, or the later, is reckoned from the anchors of both.
    """
    step = chain.step(slug)
    names: list[str] = []
    for near, _ in step.rule.hung if step and step.rule else ():
        if chain.step(near) is None:
            names.append(near.removesuffix(".opens").removesuffix(".closes"))
        elif bases.get(near) not in AGREED:
            names += roots(chain, near, bases)
    return tuple(dict.fromkeys(names))


def meetings_of(view: CycleView) -> dict[str, tuple[str, ...]]:
    """Return, by step, the meetings from which its date is reckoned, link by link; a date that was agreed has none."""
    keys = {anchor.name: anchor.meeting for anchor in view.anchors if anchor.meeting}
    bases = {
        deadline.step: Basis.RULE if _follows_its_rule(deadline) else deadline.basis for deadline in view.deadlines
    }
    names = {step: roots(view.chain, step, bases) for step, basis in bases.items() if basis not in AGREED}
    meetings = {step: tuple(keys[name] for name in of_step if name in keys) for step, of_step in names.items()}
    return {step: of_step for step, of_step in meetings.items() if of_step}


def _follows_its_rule(deadline: DeadlineView) -> bool:
    """Return True if it was announced as its rule gives it: then it moves with what it is reckoned from."""
    return deadline.basis is Basis.ANNOUNCED and deadline.force == Force.RULE and deadline.agreed is None


def _flag(anchor: AnchorView) -> Flag:
    return MeetingPlanned(anchor.name, anchor.meeting) if anchor.meeting else Provisional(anchor.name)
