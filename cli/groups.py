"""Commands derived from what is declared, by their words: readings and acts, alone or under their noun."""

from collections.abc import Callable
from typing import Any

import click

from cli.shared_words import Either, OrNoun, ReadingOrAct
from kernel import registry

BESIDE = {"feed": "tokens"}
"""Words behind which a noun stands too, as it did before it could stand alone: `council feed tokens list`."""


class Noun(click.Group):
    """The readings and the acts of one noun, beside what is written by hand: `council outbox list`.

    Each module is imported when its command is asked for: a reading never pays for the acts.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return what is written by hand, then the readings, then the acts, each in the order of the index."""
        return [*super().list_commands(ctx), *_verbs(self.name or "")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command, if the noun has it."""
        is_derived = name in _verbs(self.name or "")
        return super().get_command(ctx, name) or (_derived(f"{self.name}/{name}") if is_derived else None)


def command(word: str) -> click.Command | None:
    """Return what the terminal knows by this short word, the group of a noun, or both: `council journal [verify]`."""
    alone = _alone(word)
    if alone and (beside := BESIDE.get(word)):
        return OrNoun(alone, beside, Noun(beside, help=_help(beside)))
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
    names = shorts().get(word, [])
    if len(names) > 1 and registry.is_reading(names[0]):
        return ReadingOrAct(_derived(names[0], word), lambda: _derived(names[1], word))
    named = {name: _derived(name, word) for name in names}
    return Either(word, named) if len(named) > 1 else next(iter(named.values()), None)


def _unless_with_verb(alone: click.Command) -> Callable[..., None]:
    @click.pass_context
    def run(context: click.Context, /, **options: Any) -> None:
        if context.invoked_subcommand is None and alone.callback:
            alone.callback(**options)

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


def _derived(name: str, word: str | None = None) -> click.Command:
    if registry.is_reading(name):
        from cli import readings

        return readings.command_of(registry.reading(name), word)
    from cli import acts  # who asks for a reading never pays for this

    return acts.command_of(registry.act(name), word)
