"""`council journal accept`, beside its readings."""

from typing import cast

import click

from actions import journal
from cli import asking, groups

journal_command = cast(click.Group, groups.command("journal"))


@journal_command.command("accept")
@asking.because
@asking.acting
def journal_accept_command(because: str, by: str | None, as_of: str | None) -> None:
    """Write that the journal goes on from here: you put the store back from a copy, or a key is lost for good."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: journal.accept(session, because=because, now=now, by=who))
    click.echo("the journal goes on from here, and says so")
