"""Short words that several commands share: `move CYCLE ANCHOR NEW | MEETING NEW`, `feed CYCLE | tokens`."""

from collections.abc import Callable, Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

SAID = {"CYCLE": "a cycle", "ANCHOR": "its reference date", "MEETING": "a meeting", "NEW": "the new days"}


class Either(click.Command):
    """One of several commands: the one that takes as many words as were typed."""

    def __init__(self, word: str, named: Mapping[str, click.Command]) -> None:
        commands = list(named.values())
        options = {each.name: each for command in commands for each in command.params if isinstance(each, click.Option)}
        usage = " | ".join(map(_usage, commands))
        words = click.Argument(["words"], nargs=-1, metavar=usage, shell_complete=self._offered)
        helps = (each.help for each in commands if each.help)
        super().__init__(word, params=[words, *options.values()], help=" Or: ".join(helps))
        self.named = named  # by the acts that they do
        self._commands = {len(_arguments(command)): command for command in commands}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that takes so many words; its own while a shell asks what may come next."""
        typed = super().make_context(info_name, list(args), parent, **extra)
        if typed.resilient_parsing:
            return typed
        command = self._commands.get(len(typed.params["words"]))
        if command is None:
            commands = self._commands.values()
            ways = " or ".join(f"council {self.name} {_usage(each)}" for each in commands)
            raise click.UsageError(f"write {', or '.join(map(_said, commands))}: {ways}", typed)
        return command.make_context(info_name, args, parent, **extra)

    def _offered(self, context: click.Context, _words: click.Parameter, begun: str) -> list[CompletionItem]:
        """Return what each of the commands offers as its next word."""
        typed, offered = context.params.get("words") or (), []
        for command in self.named.values():
            arguments, inner = _arguments(command), click.Context(command)
            if len(typed) < len(arguments):
                inner.params = {str(each.name): word for each, word in zip(arguments, typed, strict=False)}
                offered += arguments[len(typed)].shell_complete(inner, begun)
        return offered


class ReadingOrAct(click.Command):
    """A reading, which becomes the act of the same word as soon as one of the act's own options is given."""

    def __init__(self, reading: click.Command, act: Callable[[], click.Command]) -> None:
        super().__init__(reading.name, params=reading.params, callback=reading.callback, help=reading.help)
        self.act = act

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the reading, or of the act."""
        own = {"-h", "--help", *(word for parameter in self.params for word in parameter.opts)}
        if all(word.partition("=")[0] in own for word in args if word.startswith("-")):
            return super().make_context(info_name, args, parent, **extra)
        return self.act().make_context(info_name, args, parent, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the act does, and its own options."""
        act, own = self.act(), {each.name for each in self.params}
        options = [record for each in act.params if each.name not in own and (record := each.get_help_record(ctx))]
        with formatter.section("With one of these, an act"):
            formatter.write_text(act.help or "")
            formatter.write_dl(options)


class OrNoun(click.Command):
    """A reading, and the group of a noun where that is its first word: `feed tokens …`. No name on record is a noun."""

    def __init__(self, reading: click.Command, noun: str, group: click.Command) -> None:
        super().__init__(reading.name, params=reading.params, callback=reading.callback, help=reading.help)
        self.noun, self.group = noun, group

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the reading, or of the group."""
        if args[:1] != [self.noun]:
            return super().make_context(info_name, args, parent, **extra)
        return self.group.make_context(f"{info_name} {self.noun}", args[1:], parent, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands behind the noun."""
        with formatter.section(f"{self.name} {self.noun}"):
            formatter.write_text(self.group.help or "")


def _said(command: click.Command) -> str:
    """Return what the command takes, in officers' words: `a cycle, its reference date and the new days`."""
    words = [SAID.get(word, word) for word in _usage(command).split()]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _usage(command: click.Command) -> str:
    return " ".join(each.make_metavar(click.Context(command)) for each in _arguments(command))


def _arguments(command: click.Command) -> list[click.Argument]:
    return [each for each in command.params if isinstance(each, click.Argument)]
