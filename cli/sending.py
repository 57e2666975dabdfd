"""`council sending status`: what stands between the outbox and its readers; an officer's word is declared as acts."""

import click

from actions.delivery import sending
from cli import asking, printing
from cli.groups import Noun
from planning.clock import utc_now


@click.group("sending", cls=Noun)
def sending_command() -> None:
    """See what holds the sending, hold it, let it go on."""


@sending_command.command("status")
@asking.as_json
def status_command(as_json: bool) -> None:
    """Show what holds the sending, which servers rest, who sends, and how much waits."""
    with asking.look() as session:
        found = sending.status(session, now=utc_now())
    if as_json:
        printing.as_text(sending.facts(found))
        return
    click.echo("sending is held" if found.holds else "sending goes on")
    printing.columns([f"{one.at:%Y-%m-%d %H:%M}", "held", one.kind, one.by or "", one.because] for one in found.holds)
    printing.columns(
        [f"{one.open_until:%Y-%m-%d %H:%M}", "rests", one.carrier, f"{one.faults} faults", one.detail or ""]
        for one in found.servers
    )
    printing.columns(
        [f"{one.ticked_at:%Y-%m-%d %H:%M}", "sender", one.home_id[:8], f"{one.ticks} rounds"] for one in found.senders
    )
    click.echo(f"{found.waiting} messages are due and not sent; {found.owed} more would be planned now")
