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
@click.option("--since", metavar="HEAD", help="A head that was kept elsewhere: it must be one of the lines.")
@asking.as_json
def journal_verify_command(since: str | None, as_json: bool) -> None:
    """Prove that no line was changed, taken out or put in, and that what acts wrote is as they wrote it."""
    head = None if since is None else journal.read_head(since)
    with asking.look() as session:
        proof = journal.verify(session, since=head)
    if as_json:
        said = {"lines": proof.lines, "whole": True, "keyed": not proof.unkeyed, "head": str(proof.head)}
        printing.as_text(said | {"notes": proof.notes})
        return
    for sentence in (_verdict(proof), *proof.notes, f"head, to be kept elsewhere: {proof.head}"):
        click.echo(sentence)


def _verdict(proof: journal.Proof) -> str:
    if proof.lines == 0:
        return "0 lines: nothing was ever written"
    if proof.unkeyed:
        return (
            f"{proof.lines} lines of before there was a key, each on the one before, as anybody could have made them: "
            "the next act seals them with a key"
        )
    return f"{proof.lines} lines, each sealed on the one before: nothing was changed"


@journal_command.command("accept")
@asking.because
@asking.acting
def journal_accept_command(because: str, by: str | None, as_of: str | None) -> None:
    """Write that the journal goes on from here: you put the store back from a copy, or a key is lost for good."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: journal.accept(session, because=because, now=now, by=who))
    click.echo("the journal goes on from here, and says so")
