"""`council outbox list | show | release | hold | drop | retry | allow | forbid | rules`: reviewed by an officer."""

import click
from sqlalchemy.orm import Session

from actions.desk import inspecting, outbox, reviewing
from actions.desk.reviewing import Wanted
from cli import asking, printing
from models.outbox import State

STATES = [str(state) for state in State]


@click.group("outbox")
def outbox_command() -> None:
    """Review what waits to leave; nothing reaches the membership unreleased."""


@outbox_command.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states.")
@click.option("--cycle", metavar="CYCLE", help="Only what tells of this cycle.")
@click.option("--person", metavar="PERSON", help="Only what is for this person: an e-mail address, or a name.")
@click.option("--kind", metavar="KIND", help="Only this kind: announcement, change, overdue, rung, …")
@asking.as_json
def list_command(
    states: tuple[str, ...], cycle: str | None, person: str | None, kind: str | None, as_json: bool
) -> None:
    """List the messages that wait or need a hand, with what speaks against letting them go."""
    wanted = Wanted([State(state) for state in states], cycle, person, kind)
    with asking.look() as session:
        found = reviewing.lines(session, wanted)
    if as_json:
        printing.as_text([{name: getattr(line, name) for name in line.__slots__} for line in found])
        return
    printing.columns(
        [
            str(line.due_on),
            str(line.number),
            line.state,
            line.person,
            line.channel,
            line.kind,
            line.cycle,
            ", ".join(line.steps),
            "; ".join(filter(None, (line.detail, *line.notes))),
        ]
        for line in found
    )


@outbox_command.command("show")
@click.argument("number", type=int)
@asking.as_of
def show_command(number: int, as_of: str | None) -> None:
    """Show to whom a message goes, why, what it replaces, how it fared, and its words as they left or would leave."""
    now = asking.instant(as_of)
    with asking.look() as session:
        click.echo(inspecting.show(session, number, asking.settings(), now=now))


@outbox_command.command("release")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "all_", is_flag=True, help="Every held message.")
@click.option("--cycle", metavar="CYCLE", help="Every held message of one cycle.")
@click.option("--anyway", is_flag=True, help="Also what contradicts another message, or a date changed since.")
@asking.acting
def release_command(
    numbers: tuple[int, ...], all_: bool, cycle: str | None, anyway: bool, by: str | None, as_of: str | None
) -> None:
    """Let held messages leave with the next round."""
    if not (numbers or all_ or cycle):
        raise click.UsageError("name messages by number, or give --cycle CYCLE, or --all")
    now, who = asking.instant(as_of), asking.officer(by)

    def act(session: Session) -> int:
        chosen = list(numbers) or outbox.held(session, cycle)
        return outbox.release(session, chosen, anyway=anyway, now=now, by=who)

    count = asking.act(act)
    click.echo(f"{count} messages released")


@outbox_command.command("hold")
@click.argument("numbers", nargs=-1, type=int, required=True)
@asking.because
@asking.acting
def hold_command(numbers: tuple[int, ...], because: str, by: str | None, as_of: str | None) -> None:
    """Have messages that are about to leave wait for a release again."""
    now, who = asking.instant(as_of), asking.officer(by)
    count = asking.act(lambda session: outbox.hold(session, numbers, because=because, now=now, by=who))
    click.echo(f"{count} messages held")


@outbox_command.command("retry")
@click.argument("numbers", nargs=-1, type=int, required=True)
@asking.acting
def retry_command(numbers: tuple[int, ...], by: str | None, as_of: str | None) -> None:
    """Send messages that failed for good once more with the next round, under the same Message-ID."""
    now, who = asking.instant(as_of), asking.officer(by)
    count = asking.act(lambda session: outbox.retry(session, numbers, now=now, by=who))
    click.echo(f"{count} messages are sent once more")


@outbox_command.command("drop")
@click.argument("numbers", nargs=-1, type=int, required=True)
@asking.because
@asking.acting
def drop_command(numbers: tuple[int, ...], because: str, by: str | None, as_of: str | None) -> None:
    """Take messages that wait, or that failed, out for good."""
    now, who = asking.instant(as_of), asking.officer(by)
    count = asking.act(lambda session: outbox.drop(session, numbers, because=because, now=now, by=who))
    click.echo(f"{count} messages dropped")


@outbox_command.command("allow")
@click.argument("chain")
@click.argument("kind")
@asking.because
@asking.acting
def allow_command(chain: str, kind: str, because: str, by: str | None, as_of: str | None) -> None:
    """Let mail of KIND leave for CHAIN without a release of its own."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: outbox.allow(session, chain, kind, because=because, now=now, by=who))
    click.echo(f"{kind} of {chain} leaves without a release from now on")


@outbox_command.command("forbid")
@click.argument("chain")
@click.argument("kind")
@asking.because
@asking.acting
def forbid_command(chain: str, kind: str, because: str, by: str | None, as_of: str | None) -> None:
    """Have mail of KIND for CHAIN wait for release again."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: outbox.forbid(session, chain, kind, because=because, now=now, by=who))
    click.echo(f"{kind} of {chain} waits for release again")


@outbox_command.command("rules")
@asking.as_json
def rules_command(as_json: bool) -> None:
    """List the standing releases: what leaves without an officer's word about it, since when, and by whose."""
    with asking.look() as session:
        found = outbox.rules(session)
    rows = [
        {"chain": row.chain, "kind": row.kind, "by": row.by, "at": row.at, "withdrawn_at": row.withdrawn_at}
        for row in found
    ]
    if as_json:
        printing.as_text(rows)
        return
    printing.columns(
        [f"{row.at:%Y-%m-%d}", row.chain, row.kind, row.by,
         f"withdrawn {row.withdrawn_at:%Y-%m-%d}" if row.withdrawn_at else ""] for row in found
    )  # fmt: skip
