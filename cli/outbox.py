"""`council outbox list | show | release | drop | allow | forbid`: what waits, reviewed by an officer."""

import click

from actions import outbox
from cli import asking, printing
from models.outbox import State

STATES = [str(state) for state in State]


@click.group("outbox")
def outbox_command() -> None:
    """Review what waits to leave; nothing reaches the membership unreleased."""


@outbox_command.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states.")
@asking.as_json
def list_command(states: tuple[str, ...], as_json: bool) -> None:
    """List the messages that wait or need a hand."""
    with asking.look() as session:
        found = outbox.lines(session, [State(state) for state in states] or None)
    if as_json:
        printing.as_text([{name: getattr(line, name) for name in line.__slots__} for line in found])
        return
    printing.columns(
        [
            str(line.due_on),
            str(line.number),
            line.state,
            line.person,
            line.kind,
            line.cycle,
            ", ".join(line.steps),
            line.detail or "",
        ]
        for line in found
    )


@outbox_command.command("show")
@click.argument("number", type=int)
@asking.as_of
def show_command(number: int, as_of: str | None) -> None:
    """Show a message's words, as they left or as they would leave now."""
    now = asking.instant(as_of)
    with asking.look() as session:
        click.echo(outbox.show(session, number, asking.settings(), now=now))


@outbox_command.command("release")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "all_", is_flag=True, help="Every held message.")
@click.option("--cycle", metavar="CYCLE", help="Every held message of one cycle.")
@asking.acting
def release_command(numbers: tuple[int, ...], all_: bool, cycle: str | None, by: str | None, as_of: str | None) -> None:
    """Let held messages leave with the next round."""
    if not (numbers or all_ or cycle):
        raise click.UsageError("name messages by number, or give --cycle CYCLE, or --all")
    now, who = asking.instant(as_of), asking.officer(by)
    with asking.act(now) as session:
        chosen = list(numbers) or outbox.held(session, cycle)
        count = outbox.release(session, chosen, now=now, by=who)
    click.echo(f"{count} messages released")


@outbox_command.command("drop")
@click.argument("numbers", nargs=-1, type=int, required=True)
@asking.because
@asking.acting
def drop_command(numbers: tuple[int, ...], because: str, by: str | None, as_of: str | None) -> None:
    """Take waiting messages out for good."""
    now, who = asking.instant(as_of), asking.officer(by)
    with asking.act(now) as session:
        count = outbox.drop(session, numbers, because=because, now=now, by=who)
    click.echo(f"{count} messages dropped")


@outbox_command.command("allow")
@click.argument("chain")
@click.argument("kind")
@asking.because
@asking.acting
def allow_command(chain: str, kind: str, because: str, by: str | None, as_of: str | None) -> None:
    """Let mail of KIND leave for CHAIN without a release of its own."""
    now, who = asking.instant(as_of), asking.officer(by)
    with asking.act(now) as session:
        outbox.allow(session, chain, kind, because=because, now=now, by=who)
    click.echo(f"{kind} of {chain} leaves without a release from now on")


@outbox_command.command("forbid")
@click.argument("chain")
@click.argument("kind")
@asking.because
@asking.acting
def forbid_command(chain: str, kind: str, because: str, by: str | None, as_of: str | None) -> None:
    """Have mail of KIND for CHAIN wait for release again."""
    now, who = asking.instant(as_of), asking.officer(by)
    with asking.act(now) as session:
        outbox.forbid(session, chain, kind, because=because, now=now, by=who)
    click.echo(f"{kind} of {chain} waits for release again")
