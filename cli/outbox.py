"""`council outbox list | show | rules`: what an officer reviews; the acts beside them are declared in actions/desk."""

import click

from actions.desk import inspecting, reviewing
from actions.desk.reviewing import Wanted
from cli import asking, printing
from cli.groups import Noun
from models.outbox import State

STATES = [str(state) for state in State]


@click.group("outbox", cls=Noun)
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


@outbox_command.command("rules")
@asking.as_json
def rules_command(as_json: bool) -> None:
    """List the standing releases: what leaves without an officer's word about it, since when, and by whose."""
    with asking.look() as session:
        found = reviewing.rules(session)
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
