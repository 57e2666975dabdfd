"""`council comments`: the ledger of a window."""

from dataclasses import asdict

import click

from actions.kernel.shown import due
from actions.windows import ledger
from actions.windows.ledger import Ledger
from cli import asking, printing
from cli.items import item_facts


@click.command("comments")
@click.argument("cycle")
@click.argument("step")
@asking.as_of
@click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")
@asking.as_json
def comments_command(cycle: str, step: str, as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """Show who has answered STEP, who has not, and what became of each comment and each request."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        found = ledger.ledger(session, cycle, step, now=now, known=known)
    if as_json:
        printing.as_text(_facts(found))
    else:
        _print(found)


def _facts(found: Ledger) -> dict[str, object]:
    window = found.deadline
    return {
        "cycle": found.cycle,
        "step": window.step,
        "title": window.title,
        "opens": window.opens,
        "due": window.due,
        "closes": window.closes.isoformat() if window.closes else None,
        "standing": str(window.standing),
        "extensions": [asdict(one) for one in found.extensions],
        "answers": [asdict(one) | {"standing": one.standing} for one in found.answers],
        "awaited": list(found.awaited),
        "comments": [asdict(one) for one in found.comments],
        "items": [item_facts(one) for one in found.items],
        "addressed": found.is_addressed,
    }


def _print(found: Ledger) -> None:
    window = found.deadline
    click.echo(f"{found.cycle} {window.step}  {window.title}: {printing.when(due(window))}, {window.standing}")
    for one in found.extensions:
        why = ", ".join(filter(None, (one.agreed_by, one.reason)))
        click.echo(f"extended from {one.was} to {one.due}" + (f": {why}" if why else ""))
    printing.columns(
        [str(one.on), one.organization, one.document or one.url or "", one.standing] for one in found.answers
    )
    if window.is_window:
        click.echo(f"no answer yet: {', '.join(found.awaited) or 'none is awaited'}")
    printing.columns(
        [str(one.number), one.organization, one.outcome, one.says + (f" → {one.words}" if one.words else "")]
        for one in found.comments
    )
    printing.columns([one.key, str(one.standing), one.text] for one in found.items)
    count = sum(one.is_open for one in found.comments) + sum(one.is_open for one in found.items)
    said = "everything is addressed" if found.comments or found.items else "no comment is recorded"
    click.echo(f"{count} still open" if count else said)
