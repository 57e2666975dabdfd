"""Float: days between the earliest day a step may end and the latest, by two passes over the steps' lags.

The forward pass starts from what a step follows (a meeting's closing day is allowed); the backward pass from what
bounds a step from above: an anchor it is due on or before, or an agreed date.
"""

from collections.abc import Mapping

from planning.chain import Chain
from planning.window import Window

Days = dict[str, int]


def float_days(chain: Chain, days: Mapping[str, Window], ends: Mapping[str, int]) -> Days:
    """Return the float in days of each step that is bounded at both ends; a step with an open end is left out."""
    lags = _lags(chain, days)
    earliest, latest = _forward(chain, days, lags), _backward(chain, ends, lags)
    return {slug: latest[slug] - earliest[slug] for slug in latest if slug in earliest}


def _lags(chain: Chain, days: Mapping[str, Window]) -> dict[tuple[str, str], int]:
    """Return the days that a rule puts between two steps; 0 for a mere order."""
    return {
        (before, after): max(0, (days[after].last - days[before].last).days)
        if (before, after) in chain.spaced and before in days and after in days
        else 0
        for before, after in chain.links
    }


def _forward(chain: Chain, days: Mapping[str, Window], lags: Mapping[tuple[str, str], int]) -> Days:
    earliest: Days = {name: window.last.toordinal() for name, window in days.items() if chain.step(name) is None}
    for step in chain.doing_order:
        starts = [earliest[name] + lags[name, step.slug] for name in chain.needs[step.slug] if name in earliest]
        if starts:
            earliest[step.slug] = max(starts)
    return earliest


def _backward(chain: Chain, ends: Mapping[str, int], lags: Mapping[tuple[str, str], int]) -> Days:
    latest: Days = {}
    for step in reversed(chain.doing_order):
        limits = [latest[name] - lags[step.slug, name] for name in chain.needed_by[step.slug] if name in latest]
        limits += [ends[step.slug]] if step.slug in ends else []
        if limits:
            latest[step.slug] = min(limits)
    return latest
