"""`council channels list`: how people are reached; trying and sealing are declared as acts."""

from dataclasses import asdict

import click

from actions.delivery import trying
from cli import asking, printing
from cli.groups import Noun


@click.group("channels", cls=Noun)
def channels_command() -> None:
    """See and try the channels by which people are reached; a channel's URL is never shown."""


@channels_command.command("list")
@click.argument("person", required=False)
@asking.as_json
def list_command(person: str | None, as_json: bool) -> None:
    """List the channels of PERSON (an e-mail address, or a name), or all, and what became of the last message."""
    with asking.look() as session:
        found = trying.lines(session, person)
    if as_json:
        printing.as_text([asdict(line) for line in found])
        return
    printing.columns(
        [str(line.number), line.person, line.carrier, "" if line.sealed else "NOT SEALED", line.last] for line in found
    )
