"""`council close | abandon`."""

import click

from actions.cycles import ending
from cli import asking


@click.command("close")
@click.argument("cycle")
@asking.acting
def close_command(cycle: str, by: str | None, as_of: str | None) -> None:
    """Close CYCLE, all of whose steps are met or waived."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: ending.close(session, cycle, now=now, by=who))
    click.echo(f"{cycle} is closed")


@click.command("abandon")
@click.argument("cycle")
@asking.because
@asking.acting
def abandon_command(cycle: str, because: str, by: str | None, as_of: str | None) -> None:
    """Give CYCLE up; nothing of it is chased any more."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: ending.abandon(session, cycle, because=because, now=now, by=who))
    click.echo(f"{cycle} is abandoned")
