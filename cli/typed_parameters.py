"""Parameters at the terminal: arguments, which have a place, and options, which have a word."""

from enum import StrEnum

import click

from cli import completion
from kernel.declaration import Declared
from kernel.kinds import Parameter


def parameters(declared: Declared) -> list[click.Parameter]:
    """Return what is typed for an act or a reading, in its order."""
    return [
        _positional(declared, each) if each.is_positional else _option(declared, each) for each in declared.parameters
    ]


def word(parameter: Parameter) -> str:
    """Return the word of an option: `--as-known-on`."""
    return f"--{parameter.word}"


def _positional(declared: Declared, parameter: Parameter) -> click.Argument:
    kind, several = parameter.kind, -1 if parameter.kind.is_many else 1
    return click.Argument(
        [parameter.name],
        required=parameter.is_required,
        metavar=kind.metavar,
        nargs=several,
        shell_complete=completion.of(declared, parameter),
    )


def _option(declared: Declared, parameter: Parameter) -> click.Option:
    names, kind = [word(parameter), parameter.name], parameter.kind
    if kind.type is bool:
        return click.Option(names, is_flag=True, help=kind.meaning)
    if isinstance(kind.type, type) and issubclass(kind.type, StrEnum):
        choices = click.Choice([str(choice) for choice in kind.type])
        default = str(parameter.default) if parameter.default else None
        return click.Option(names, type=choices, default=default, multiple=kind.is_many, help=kind.meaning)
    return click.Option(
        names,
        required=parameter.is_required,
        multiple=kind.is_many,
        nargs=kind.words,
        metavar=kind.metavar,
        help=kind.meaning,
        shell_complete=completion.of(declared, parameter),
    )
