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
    roots = {step.slug: root(chain, step.slug, bases) for step in chain.steps if bases.get(step.slug) not in AGREED}
    return {slug: (waiting[name],) for slug, name in roots.items() if name in waiting}


def root(chain: Chain, slug: str, bases: Mapping[str, Basis]) -> str | None:
    """Return the anchor from which a step's date is reckoned, link by link; None if a date between them is agreed."""
    step = chain.step(slug)
    near = step.rule.refers_to if step and step.rule else None
    if near is None:
        return None
    if chain.step(near) is None:
        return near.removesuffix(".opens").removesuffix(".closes")
    return None if bases.get(near) in AGREED else root(chain, near, bases)


def meetings_of(view: CycleView) -> dict[str, str]:
    """Return, by step, the meeting from which its date is reckoned, link by link; a date that was agreed has none."""
    keys = {anchor.name: anchor.meeting for anchor in view.anchors if anchor.meeting}
    bases = {
        deadline.step: Basis.RULE if _follows_its_rule(deadline) else deadline.basis for deadline in view.deadlines
    }
    roots = {step: root(view.chain, step, bases) for step, basis in bases.items() if basis not in AGREED}
    return {step: keys[name] for step, name in roots.items() if name in keys}


def _follows_its_rule(deadline: DeadlineView) -> bool:
    """Return True if it was announced as its rule gives it: then it moves with what it is reckoned from."""
    return deadline.basis is Basis.ANNOUNCED and deadline.force == Force.RULE and deadline.agreed is None


def _flag(anchor: AnchorView) -> Flag:
    return MeetingPlanned(anchor.name, anchor.meeting) if anchor.meeting else Provisional(anchor.name)
