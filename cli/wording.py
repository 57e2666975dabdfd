"""How the terminal words what the core leaves to each door: an act, a reading or a command, as one types it."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from actions.kernel.index import INDEX, READINGS
from actions.kernel.usage import USAGE, Word
from cli import rooms
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
    """Return a call as one types it; what it needs and does not know stands in capitals. No act is imported for it."""
    words = _path(told.name)
    return " ".join(("council", *words, *_typed(_usage(told.name, words), told.arguments)))


def _usage(name: str, words: Sequence[str]) -> Iterable[Word]:
    """Return what an act, a reading or an operator's command is given."""
    if name in USAGE:
        return USAGE[name]
    command = rooms.command(words[0])  # tests/cli/test_wording.py tries every name in the sources
    for word in words[1:]:
        assert isinstance(command, click.Group), name
        command = command.get_command(click.Context(command), word) or command
    return [_word(parameter) for parameter in command.params]


def _word(parameter: click.Parameter) -> Word:
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    option = parameter.opts[0].lstrip("-") if isinstance(parameter, click.Option) else None
    name = str(parameter.name)
    return name, option, "" if is_flag else parameter.metavar or name.upper(), parameter.required


def _path(name: str) -> list[str]:
    _, short = (INDEX | READINGS).get(name, ("", None))
    return [short] if short else name.split("/")


def _typed(usage: Iterable[Word], given: Mapping[str, object]) -> Iterator[str]:
    for name, option, blank, is_required in usage:
        value = given.get(name)
        if option and not blank:
            if value or is_required:
                yield f"--{option}"
        elif value or is_required or name in given:
            for each in value if isinstance(value, list | tuple) else (value,):
                said = shlex.quote(str(each)) if each else blank
                yield f"--{option} {said}" if option else said
