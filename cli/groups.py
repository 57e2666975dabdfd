"""Commands derived from what is declared, by their words: readings and acts, alone or under their noun."""

from collections.abc import Callable
from typing import Any

import click

from actions.kernel import registry
from cli.either import Either


class Noun(click.Group):
    """The readings and the acts of one noun, beside what is written by hand: `council outbox list`.

    Each module is imported when its command is asked for: a reading never pays for the acts.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return what is written by hand, then the readings, then the acts, each in the order of the index."""
        return [*super().list_commands(ctx), *_verbs(self.name or "")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command, if the noun has it."""
        return super().get_command(ctx, name) or _derived(f"{self.name}/{name}")


class ReadingOrAct(click.Command):
    """A reading, which becomes the act of the same word as soon as one of the act's own options is given."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the reading, or of the act."""
        own = {"-h", "--help", *(word for parameter in self.params for word in parameter.opts)}
        if all(word.partition("=")[0] in own for word in args if word.startswith("-")):
            return super().make_context(info_name, args, parent, **extra)
        return self.act().make_context(info_name, args, parent, **extra)

    def act(self) -> click.Command:
        """Return the act of the same word."""
        act = command(str(self.name))
        assert act is not None
        return act


def command(word: str) -> click.Command | None:
    """Return what the terminal knows by this short word, the group of a noun, or both: `council journal [verify]`."""
    alone = _alone(word)
    if word not in nouns() or (alone and any(isinstance(parameter, click.Argument) for parameter in alone.params)):
        return alone
    group = Noun(word, help=alone.help if alone else _help(word))
    if alone:
        group.params, group.callback = alone.params, _unless_with_verb(alone)
        group.invoke_without_command, group.no_args_is_help = True, False
    return group


def nouns() -> list[str]:
    """Return the nouns of which something is declared."""
    return list(dict.fromkeys(each.name.partition("/")[0] for each in _declared()))


def shorts() -> dict[str, list[str]]:
    """Return the short words, each with the name of its reading or act; `move` is the word of two."""
    words: dict[str, list[str]] = {}
    for each in _declared():
        if each.short:
            words.setdefault(each.short, []).append(each.name)
    return words


def _alone(word: str) -> click.Command | None:
    """Return what the word does by itself: one reading or act, or of several the one that takes as many words."""
    named = {name: command for name in shorts().get(word, ()) if (command := _derived(name, word))}
    return Either(word, named) if len(named) > 1 else next(iter(named.values()), None)


def _unless_with_verb(alone: click.Command) -> Callable[..., None]:
    @click.pass_context
    def run(context: click.Context, /, **given: Any) -> None:
        if context.invoked_subcommand is None and alone.callback:
            alone.callback(**given)

    return run


def _help(noun: str) -> str:
    if any(each.name.startswith(f"{noun}/") for each in registry.listed_readings()):
        return f"What there is to see and to do: {', '.join(_verbs(noun))}."
    return f"Acts on {'an' if noun[0] in 'aeio' else 'a'} {noun}."


def _verbs(of: str) -> list[str]:
    names = (each.name.partition("/") for each in _declared())
    return [verb for noun, _, verb in names if noun == of]


def _declared() -> list[registry.Listed]:
    return [*registry.listed_readings(), *registry.listed()]


def _derived(name: str, word: str | None = None) -> click.Command | None:
    if name in {each.name for each in registry.listed_readings()}:
        from cli import readings

        return readings.command_of(registry.reading(name), word)
    if name in registry.names():
        from cli import acts  # who asks for a reading never pays for this

        return acts.command_of(registry.act(name), word)
    return None
