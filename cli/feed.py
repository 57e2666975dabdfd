"""`council feed`: the calendar of cycles, as bytes on standard output.

It is no declared reading, for what it shows is a file of another kind: neither facts nor words.
"""

from typing import Any

import click

from cli import command_context
from feeds import feed_bytes
from planning.chain import SECRETARIAT


class FeedOrTokens(click.Command):
    """`council feed CYCLE…`, and beside it `council feed tokens …`: no cycle is called so, for each has a slash."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that the first word names."""
        if args[:1] != ["tokens"]:
            return super().make_context(info_name, args, parent, **extra)
        from cli.groups import Noun

        return Noun("tokens", help=TOKENS).make_context(f"{info_name} tokens", args[1:], parent, **extra)


TOKENS = "Issue, offer, list and withdraw the private addresses of feeds."


@click.command("feed", cls=FeedOrTokens)
@click.argument("cycles", nargs=-1)
@click.option("--for", "role", default=SECRETARIAT, metavar="ROLE", help="Whose view; the secretariat's unless told.")
@command_context.as_of
def feed_command(cycles: tuple[str, ...], role: str, as_of: str | None) -> None:
    """Write the calendar feed of CYCLES to standard output; `feed tokens` keeps the private addresses."""
    with command_context.look() as session:
        built = feed_bytes.build(
            session, cycles, command_context.settings(), role=role, now=command_context.instant(as_of)
        )
    click.echo(built.data, nl=False)
