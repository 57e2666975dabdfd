"""Remedies at the terminal: acts, readings and commands as one types them."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from cli import rooms
from kernel.index import INDEX, READINGS
from kernel.usage import USAGE, Word
from planning import remedies as remedies_
from planning.errors import CouncilError
from planning.remedies import Argument, Call, Remedy


def refusal(why: CouncilError) -> str:
    """Return a refusal with its remedies as one types them."""
    return remedies_.told(why.sentence, why.remedies, remedy)


def remedies(ways: Iterable[Remedy]) -> str:
    """Return remedies as one types them."""
    return remedies_.listed(ways, remedy)


def remedy(way: Call | Argument) -> str:
    """Return what a remedy is for, and how one types it."""
    return call(way) if isinstance(way, Call) else f"{way.words}: {_option(way)}"


def _option(argument: Argument) -> str:
    return " ".join(filter(None, (f"--{argument.name.replace('_', '-')}", argument.value)))


def call(named: Call) -> str:
    """Return what a call is for, and how one types it: `reopen it first: council reopen …`."""
    return ": ".join(filter(None, (named.words, as_command(named))))


def as_command(named: Call) -> str:
    """Return a call as one types it; what it needs and does not know stands in capitals. No act is imported for it."""
    words = _path(named.name)
    typed = list(_typed(_usage(named.name, words), named.arguments))
    options = [text for option, text in typed if option]
    values = [text for option, text in typed if not option]
    if any(value.startswith("-") for value in values):  # which would be read as an option
        return " ".join(("council", *words, *options, "--", *values))
    return " ".join(("council", *words, *(text for _, text in typed)))


def _usage(name: str, words: Sequence[str]) -> Iterable[Word]:
    """Return what an act, a reading or an operator's command is given."""
    if name in USAGE:
        return USAGE[name]
    command = rooms.command(words[0])  # tests/cli/test_remedy_words.py tries every name in the sources
    for word in words[1:]:
        assert isinstance(command, click.Group), name
        command = command.get_command(click.Context(command), word) or command
    return [_as_word(parameter) for parameter in command.params]


def _as_word(parameter: click.Parameter) -> Word:
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    option = parameter.opts[0].lstrip("-") if isinstance(parameter, click.Option) else None
    name = str(parameter.name)
    return name, option, "" if is_flag else parameter.metavar or name.upper(), parameter.required


def _path(name: str) -> list[str]:
    _, short = (INDEX | READINGS).get(name, ("", None))
    return [short] if short else name.split("/")


def _typed(usage: Iterable[Word], arguments: Mapping[str, object]) -> Iterator[tuple[str | None, str]]:
    """Yield what is typed, each with the option that it belongs to, None for what stands by its place."""
    for name, option, blank, is_required in usage:
        value = arguments.get(name)
        if option and not blank:
            if value or is_required:
                yield option, f"--{option}"
        elif value or is_required or name in arguments:
            for each in value if isinstance(value, list | tuple) else (value,):
                word = shlex.quote(str(each)) if each else blank
                yield option, f"--{option} {word}" if option else word
