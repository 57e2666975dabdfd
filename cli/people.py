"""`council people reachable | end-links`, beside its readings."""

import click

from actions.whom import failing, linking
from cli import asking
from cli.groups import Noun


@click.group("people", cls=Noun)
def people_command() -> None:
    """See the contacts: roles, channels, choices, deputies, and what keeps mail from them."""


@people_command.command("reachable")
@click.argument("person")
@asking.because
@asking.acting
def reachable_command(person: str, because: str, by: str | None, as_of: str | None) -> None:
    """Have the e-mail address of PERSON used again: what came back before no longer counts."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: failing.reachable(session, person, because=because, now=now, by=who))
    click.echo(f"{found.name} is written to again")


@people_command.command("end-links")
@click.argument("person")
@asking.because
@asking.acting
def end_links_command(person: str, because: str, by: str | None, as_of: str | None) -> None:
    """End all links mailed to PERSON so far, as when a mailbox was read by others; the next mail's links work."""
    now, who = asking.instant(as_of), asking.officer(by)
    ended = asking.act(lambda session: linking.end(session, person, because=because, now=now, by=who))
    click.echo(f"no link in the mail that {ended.name} has had works any more")
