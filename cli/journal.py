"""`council journal`: the acts, and the proof that none was changed."""

import json

import click

from actions import journal
from cli import asking, printing


@click.group("journal", invoke_without_command=True)
@click.option("--cycle", metavar="CYCLE", help="Of one cycle only.")
@asking.as_of
@asking.as_json
def journal_command(cycle: str | None, as_of: str | None, as_json: bool) -> None:
    """List the acts, the oldest first; `journal verify` proves that none was changed."""
    if click.get_current_context().invoked_subcommand:
        return
    with asking.look() as session:
        entries = journal.entries(session, cycle, now=asking.instant(as_of))
        names = journal.names(session)
    if as_json:
        printing.as_text([json.loads(entry.text) | {"hash": entry.hash} for entry in entries])
        return
    printing.columns(
        [
            f"{entry.at:%Y-%m-%d %H:%M}",
            entry.act,
            entry.cycle or "",
            names.get(entry.by, entry.by),
            journal.details(entry),
        ]
        for entry in entries
    )


@journal_command.command("verify")
@asking.as_json
def journal_verify_command(as_json: bool) -> None:
    """Prove that no line of the journal was changed, taken out or put in."""
    with asking.look() as session:
        count = journal.verify(session)
    if as_json:
        printing.as_text({"lines": count, "whole": True})
    else:
        click.echo(f"{count} lines, each sealed by the one before: nothing was changed")
