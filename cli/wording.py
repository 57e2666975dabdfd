"""How the terminal words what the core leaves to each door: an act, a reading or a command, as one types it."""

import shlex
from collections.abc import Iterable, Iterator, Mapping

import click

from actions.kernel import registry
from cli.either import Either, ReadingOrAct
from planning import remedies as remedies_
from planning.errors import CouncilError
from planning.remedies import Argument, Call, Remedy


def refusal(why: CouncilError) -> str:
    """Return a refusal with its remedies as one types them."""
    return remedies_.told(why.sentence, why.remedies, remedy)


def remedies(found: Iterable[Remedy]) -> str:
    """Return remedies as one types them."""
    return remedies_.listed(found, remedy)


def remedy(told: Call | Argument) -> str:
    """Return what a remedy is for, and how one types it."""
    return call(told) if isinstance(told, Call) else f"{told.words}: {_option(told)}"


def _option(told: Argument) -> str:
    return " ".join(filter(None, (f"--{told.name.replace('_', '-')}", told.value)))


def call(told: Call) -> str:
    """Return what a call is for, and how one types it: `reopen it first: council reopen …`."""
    return ": ".join(filter(None, (told.words, as_command(told))))


def as_command(told: Call) -> str:
    """Return a call as one types it; what it needs and does not know stands in capitals."""
    from cli.main import council  # which knows all commands, and imports only the one that is asked for

    words = _path(told.name)
    command: click.Command = council
    for word in words:
        assert isinstance(command, click.Group), told.name  # tests/cli/test_wording.py tries every name in the sources
        command = command.get_command(click.Context(command), word) or council
    if isinstance(command, Either):
        command = command.named[told.name]
    elif isinstance(command, ReadingOrAct) and not registry.is_reading(told.name):
        command = command.act()
    typed = [part for parameter in command.params for part in _typed(parameter, told.arguments)]
    return " ".join(("council", *words, *typed))


def _path(name: str) -> list[str]:
    from actions.kernel.index import INDEX, READINGS  # names alone: no act is imported

    _, short = (INDEX | READINGS).get(name, ("", None))
    return [short] if short else name.split("/")


def _typed(parameter: click.Parameter, given: Mapping[str, object]) -> Iterator[str]:
    value = given.get(parameter.name or "")
    if isinstance(parameter, click.Option) and parameter.is_flag:
        if value or "--apply" in parameter.opts:
            yield parameter.opts[0]
    elif value or parameter.required or parameter.name in given:
        option = [parameter.opts[0]] if isinstance(parameter, click.Option) else []
        for each in value if isinstance(value, list | tuple) else (value,):
            yield " ".join((*option, _said(parameter, each)))


def _said(parameter: click.Parameter, value: object) -> str:
    return shlex.quote(str(value)) if value else parameter.metavar or str(parameter.name).upper()
