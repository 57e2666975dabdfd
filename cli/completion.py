"""What a shell offers behind the Tab key: the choices of each parameter, as the record has them.

Bash asks for it once it has read what `_COUNCIL_COMPLETE=bash_source council` prints; zsh and fish likewise (click).
"""

from collections.abc import Callable, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cli import command_context
from kernel.declaration import Declared
from kernel.kinds import Parameter, Place
from kernel.lookups.choices import Choice
from planning.errors import CouncilError

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def of(declared: Declared, parameter: Parameter) -> Completion | None:
    """Return the function that offers the choices of a parameter to the shell; None if it has none."""
    if parameter.kind.choices is None:
        return None

    def offer(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        try:
            with command_context.look() as session:
                choices = _choices(session, declared, parameter, context.params)
        except (CouncilError, SQLAlchemyError, OSError):
            return []  # a refusal has no place beside a cursor; the command says it
        return [CompletionItem(choice.name, help=choice.title) for choice in choices if _begins(choice.name, begun)]

    return offer


def _choices(session: Session, declared: Declared, parameter: Parameter, typed: dict[str, Any]) -> Sequence[Choice]:
    """Return what there is to choose, by what was typed before it. Raises the refusal of that."""
    values: dict[str, Any] = {}
    for before in declared.parameters[: declared.parameters.index(parameter)]:
        if typed.get(before.name):
            values[before.name] = before.resolved(Place(session, values, is_kind=True), before.read(typed[before.name]))
    assert parameter.kind.choices
    return parameter.kind.choices(Place(session, values, is_kind=True))


def _begins(name: str, begun: str) -> bool:
    return name.casefold().startswith(begun.casefold())
