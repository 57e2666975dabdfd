"""Acts that share a short word, told apart by how many words each takes: `move CYCLE ANCHOR NEW | MEETING NEW`."""

from collections.abc import Mapping
from typing import Any

import click


class Either(click.Command):
    """One of several commands: the one that takes as many words as were typed."""

    def __init__(self, word: str, named: Mapping[str, click.Command]) -> None:
        commands = list(named.values())
        options = {each.name: each for command in commands for each in command.params if isinstance(each, click.Option)}
        words = click.Argument(["words"], nargs=-1, metavar=" | ".join(map(_usage, commands)))
        helps = (each.help for each in commands if each.help)
        super().__init__(word, params=[words, *options.values()], help=" Or: ".join(helps))
        self.named = named  # by the acts that they do
        self._commands = {len(_arguments(command)): command for command in commands}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that takes so many words."""
        typed = super().make_context(info_name, list(args), parent, **extra)
        command = self._commands.get(len(typed.params["words"]))
        if command is None:
            ways = " or ".join(f"council {self.name} {_usage(each)}" for each in self._commands.values())
            raise click.UsageError(f"write: {ways}", typed)
        return command.make_context(info_name, args, parent, **extra)


def _usage(command: click.Command) -> str:
    return " ".join(each.make_metavar(click.Context(command)) for each in _arguments(command))


def _arguments(command: click.Command) -> list[click.Argument]:
    return [each for each in command.params if isinstance(each, click.Argument)]
