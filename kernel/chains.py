"""The declared chains: one file each under flows/chains/, found because it is there; no module imports it."""

from functools import cache
from importlib import import_module

from kernel.by_hand import COMMANDS, FLOWS
from kernel.index import INDEX, READINGS
from planning.library import Library, chains_in

WHERE = "flows.chains"  # a folder of declarations, which import only `planning`
OF_CHOICES = frozenset({"everything", "report"})
"""Words other than chains that people may mute."""


def declared() -> Library:
    """Return the chains that can be used, by name, and why each other file cannot."""
    return chains_in(import_module(WHERE), taken())


def mandates() -> dict[str, str]:
    """Return what each declared chain has for its mandate, by name."""
    return {name: chain.mandate for name, chain in declared().items()}


@cache
def taken() -> frozenset[str]:
    """Return the names that no chain may have: those of acts, readings, commands and flows."""
    declared = {**INDEX, **READINGS}
    names = (*declared, *COMMANDS, *FLOWS)
    words = {word for name in names for word in (name, name.replace("/", "-"), name.partition("/")[0])}
    shorts = {short for _, short in declared.values() if short}
    return frozenset(words | shorts) | OF_CHOICES
