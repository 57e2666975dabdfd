"""`council circulars | circular-sent | answer-circular`."""

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


@click.command("circular-sent")
@click.argument("symbol")
@click.option("--on", metavar="DATE", help="The day on which it was sent; today unless told.")
@click.option("--answers-by", metavar="DATE", help="The day by which answers are due.")
@asking.acting
def circular_sent_command(
    symbol: str, on: str | None, answers_by: str | None, by: str | None, as_of: str | None
) -> None:
    """Record that the circular SYMBOL, whose day was awaited, was sent."""
    now, who = asking.instant(as_of), asking.officer(by)
    days = [asking.day(words) if words else None for words in (on, answers_by)]
    found = asking.act(lambda session: circulars.send(session, symbol, on=days[0], answers_by=days[1], now=now, by=who))
    click.echo(f"{found.symbol} was sent on {found.sent_on}")


@click.command("answer-circular")
@click.argument("symbol")
@click.argument("organization")
@click.option("--on", metavar="DATE", help="The day of the answer; today unless told.")
@asking.document
@asking.acting
def answer_circular_command(
    symbol: str, organization: str, on: str | None, document: str | None, by: str | None, as_of: str | None
) -> None:
    """Record ORGANIZATION's answer to the circular SYMBOL."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    new = asking.act(lambda session: circulars.answer(session, symbol, organization, day, document, now=now, by=who))
    click.echo(f"{organization} has answered {symbol}" if new else "this answer is recorded already")
