"""`council sending status | hold | resume`: what stands between the outbox and its readers, and an officer's word."""

import click

from actions.delivery import holding, resuming, sending
from actions.delivery.resuming import AfterRestore
from actions.desk.reviewing import Line
from cli import asking, printing
from planning.clock import utc_now


@click.group("sending")
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


@sending_command.command("hold")
@asking.because
@asking.by
def hold_command(because: str, by: str | None) -> None:
    """Hold all sending: rounds neither plan nor send until it is resumed."""
    now, who = utc_now(), asking.officer(by)
    asking.act(lambda session: holding.hold(session, because=because, now=now, by=who))
    click.echo("nothing leaves from now on; to let it go on: council sending resume")


@sending_command.command("resume")
@click.option("--presume-sent", is_flag=True, help="After a restore: what is due by now counts as told, unsent.")
@click.option("--send-again", is_flag=True, help="After a restore: what is due by now leaves, perhaps again.")
@asking.because
@asking.by
def resume_command(presume_sent: bool, send_again: bool, because: str, by: str | None) -> None:
    """Lift what holds the sending; a restored store wants to know what becomes of what it would send."""
    if presume_sent and send_again:
        raise click.UsageError("give --presume-sent or --send-again, not both")
    now, who = utc_now(), asking.officer(by)
    word = AfterRestore.PRESUME_SENT if presume_sent else AfterRestore.SEND_AGAIN if send_again else None
    done = asking.act(lambda session: resuming.resume(session, because=because, word=word, now=now, by=who))
    click.echo("sending goes on")
    _lines("counts as told", done.presumed)
    _lines("leaves with the next round", done.leaving)
    if done.perhaps:
        click.echo(f"{done.perhaps} messages wait for release; they may have left before: council outbox list")


def _lines(what: str, lines: tuple[Line, ...]) -> None:
    printing.columns(
        [str(line.due_on), what, str(line.number), line.person, line.kind, line.cycle, ", ".join(line.steps)]
        for line in lines
    )
