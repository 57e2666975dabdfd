"""`council circulars`: what was asked, of whom, and who has answered."""

import click

from actions.papers import circulars
from cli import asking, printing


@click.command("circulars")
@asking.as_of
@asking.as_json
def circulars_command(as_of: str | None, as_json: bool) -> None:
    """List circulars and questionnaires: when each was sent, how many were asked, how many have answered."""
    with asking.look() as session:
        found = circulars.views(session, now=asking.instant(as_of))
    if as_json:
        printing.as_text(
            [
                {
                    "circular": one.symbol,
                    "title": one.title,
                    "kind": one.kind,
                    "to": one.to,
                    "sent": one.sent,
                    "answers_by": one.answers_by,
                    "asked": len(one.asked),
                    "answered": [{"organization": name, "on": on, "document": said} for name, on, said in one.answers],
                    "late": one.late,
                    "silent": one.silent,
                }
                for one in found
            ]
        )
        return
    printing.columns(
        [
            str(one.sent or "awaited"),
            one.symbol,
            one.kind,
            f"{len(one.answers)} answers, {len(one.asked)} asked",
            f"answers by {one.answers_by}" if one.answers_by else "no day for answers",
            one.title,
        ]
        for one in found
    )
