"""`council feed`: the calendar of cycles, as bytes on standard output."""

import click

from actions.feeds import feeding
from cli import asking
from cli.tokens import FeedOrTokens
from planning.chain import SECRETARIAT


@click.command("feed", cls=FeedOrTokens)
@click.argument("cycles", nargs=-1)
@click.option("--for", "role", default=SECRETARIAT, metavar="ROLE", help="Whose view; the secretariat's unless told.")
@asking.as_of
def feed_command(cycles: tuple[str, ...], role: str, as_of: str | None) -> None:
    """Write the calendar feed of CYCLES to standard output; `feed tokens` keeps the private addresses."""
    with asking.look() as session:
        built = feeding.build(session, cycles, asking.settings(), role=role, now=asking.instant(as_of))
    click.echo(built.data, nl=False)
