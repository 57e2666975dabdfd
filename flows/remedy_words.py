"""Remedies on Prefect's pages: acts as forms, and no shell commands."""

from collections.abc import Iterable

from kernel import doors, registry
from kernel.index import INDEX
from planning import remedies as remedies_
from planning.errors import CouncilError
from planning.remedies import Argument, Call, Remedy

OF_THE_MACHINE = frozenset({"channels", "db", "health", "journal", "remind", "secret", "up", "web"})
"""The first words of what only whoever runs the machine can do."""


def refusal(why: CouncilError) -> str:
    """Return a refusal with its remedies as these pages offer them."""
    return remedies_.told(why.sentence, why.remedies, remedy)


def remedies(ways: Iterable[Remedy]) -> str:
    """Return remedies as these pages offer them."""
    return remedies_.listed(ways, remedy)


def remedy(way: Call | Argument) -> str:
    """Return what a remedy is for, and which form, or which field of this one, does it."""
    return call(way) if isinstance(way, Call) else f"{way.words} (the field {way.name})"


def call(named: Call) -> str:
    """Return what a call is for, and which form does it: `reopen it first (the form deadline-reopen, step: x)`.

    Without forms it is done at the desk.
    """
    if named.name in INDEX and not doors.has_forms():
        return named.words or "at the desk"
    if named.name in INDEX and not registry.act(named.name).no_form:
        fields = [f"{name}: {_say_value(value)}" for name, value in named.arguments.items() if value]
        how = ", ".join((f"the form {named.name.replace('/', '-')}", *fields))
    elif named.name.partition("/")[0] in OF_THE_MACHINE:
        how = "ask whoever runs this machine"
    else:
        return named.words
    return f"{named.words} ({how})" if named.words else how


def _say_value(value: object) -> str:
    return " and ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
