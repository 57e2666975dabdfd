"""`council undo`: takes an act back, by the id that its line in the journal bears."""

from dataclasses import replace

import click

from cli import acts, command_context
from kernel import runner
from kernel.doors import Door


@click.command("undo")
@click.argument("line")
@click.option("--because", metavar="REASON", help="Why, in a sentence for the journal.")
@click.option("--preview", "is_preview", is_flag=True, help="Show what it would do; do nothing.")
@click.option("--seen", metavar="SEEN", help="Do it only if it is still as this preview said.")
@command_context.acting
@command_context.as_json
def undo_command(
    line: str,
    because: str | None,
    is_preview: bool,
    seen: str | None,
    as_json: bool,
    **acting: str | None,
) -> None:
    """Take the act LINE back: the id that the act printed with --json, or that `journal --json` shows."""
    hand, now = command_context.typed(acting["by"]), command_context.instant(acting["as_of"])
    with command_context.look() as session:
        request = runner.undoing(session, line, because=because, by=hand, door=Door.TERMINAL, now=now)
    acts.show(replace(request, is_kind=not as_json, seen=seen), as_json=as_json, is_preview=is_preview)
