"""Float: days between the earliest day a step may end and the latest, by two passes over the steps' lags.

The forward pass starts from what a step follows (a meeting's closing day is allowed); the backward pass from what
bounds a step from above: an anchor it is due on or before, or an agreed date.
"""

from collections.abc import Mapping

from planning.chain import Chain

Ordinals = Mapping[str, int]  # days as whole numbers, by step and by anchor's end


def float_days(chain: Chain, last: Ordinals, ends: Ordinals) -> dict[str, int]:
    """Return the float in days of each step that is bounded at both ends; a step with an open end is left out."""
    lags = _lags(chain, last)
    earliest, latest = _forward(chain, last, lags), _backward(chain, ends, lags)
    return {slug: latest[slug] - earliest[slug] for slug in latest if slug in earliest}


def _lags(chain: Chain, last: Ordinals) -> dict[tuple[str, str], int]:
    """Return the days that a rule puts between two steps; a mere order, which puts none, is left out."""
    return {link: max(0, last[link[1]] - last[link[0]]) for link in chain.spaced if link[0] in last and link[1] in last}


def _forward(chain: Chain, last: Ordinals, lags: Mapping[tuple[str, str], int]) -> dict[str, int]:
    earliest = {name: on for name, on in last.items() if chain.step(name) is None}
    for step in chain.doing_order:
        slug = step.slug
        starts = [earliest[name] + lags.get((name, slug), 0) for name in chain.needs[slug] if name in earliest]
        if starts:
            earliest[slug] = max(starts)
    return earliest


def _backward(chain: Chain, ends: Ordinals, lags: Mapping[tuple[str, str], int]) -> dict[str, int]:
    latest = dict(ends)
    for step in reversed(chain.doing_order):
        slug = step.slug
        limits = [latest[name] - lags.get((slug, name), 0) for name in chain.needed_by[slug] if name in latest]
        if limits:
            latest[slug] = min(*limits, latest.get(slug, limits[0]))
    return latest
