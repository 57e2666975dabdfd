"""The declared chains: one file each under flows/chains/, found because it is there; no module imports it."""

from functools import cache
from importlib import import_module

from kernel.index import INDEX, READINGS
from planning.library import Library, chains_in

WHERE = "flows.chains"  # a folder of declarations, which import only `planning`
BY_HAND = frozenset({"undo", "remind", "rehearse", "bounces", "db", "up", "web"})
"""The commands that no act and no reading declares."""
OF_FLOWS = frozenset({"round", "timeline", "undo", "weekly-report", "bounces"})
"""The flows that no act and no chain declares."""
OF_CHOICES = frozenset({"everything", "report"})
"""Words other than chains that people may mute."""


def declared() -> Library:
    """Return the chains that can be used, by name, and why each other file cannot."""
    return chains_in(import_module(WHERE), taken())


@cache
def taken() -> frozenset[str]:
    """Return the names that no chain may have: those of acts, readings, commands and flows."""
    names = {**INDEX, **READINGS}
    words = {word for name in names for word in (name, name.replace("/", "-"), name.partition("/")[0])}
    shorts = {short for _, short in names.values() if short}
    return frozenset(words | shorts) | BY_HAND | OF_FLOWS | OF_CHOICES
