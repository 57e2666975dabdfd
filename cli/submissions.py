"""`council submissions`, and `council document show` beside its acts: which body has what, and in which languages."""

import click

from actions.papers import documents, submissions
from actions.papers.submissions import CycleSubmissions, SubmissionView
from cli import asking, printing
from cli.groups import Noun


@click.command("submissions")
@click.argument("cycle")
@asking.as_of
@asking.as_json
def submissions_command(cycle: str, as_of: str | None, as_json: bool) -> None:
    """Show who has been given what of CYCLE, and who is still to be given it."""
    with asking.look() as session:
        found = submissions.of_cycle(session, cycle, now=asking.instant(as_of))
    if as_json:
        printing.as_text(_facts(found))
        return
    printing.columns([*(_made(one) for one in found.made), *_owed(found)])


def _made(one: SubmissionView) -> list[str]:
    receipt = f"received {one.receipt[0]}: {one.receipt[1]}" if one.receipt else "no receipt yet"
    late = f"late, due {one.due}; " if one.is_late else ""
    route = f"{one.body} through {one.via}" if one.via else one.body
    return [str(one.on), one.step or "", route, one.purpose or "", one.symbol, f"{late}{receipt}"]


def _owed(found: CycleSubmissions) -> list[list[str]]:
    return [
        [
            str(one.due) if one.due else "awaited",
            one.step,
            f"{one.body} through {one.via}" if one.via else one.body,
            one.purpose or "",
            "",
            one.standing,
        ]
        for one in found.owed
    ]


def _facts(found: CycleSubmissions) -> dict[str, object]:
    return {
        "cycle": found.cycle,
        "documents": submissions.documents_of(found.made),
        "submissions": [
            {
                "submission": one.public_id,
                "step": one.step,
                "document": one.document,
                "symbol": one.symbol,
                "title": one.title,
                "to": one.body,
                "via": one.via,
                "purpose": one.purpose,
                "on": one.on,
                "due": one.due,
                "late": one.is_late,
                "clauses": one.clauses,
                "receipt": {"on": one.receipt[0], "reference": one.receipt[1]} if one.receipt else None,
            }
            for one in found.made
        ],
        "owed": [
            {
                "step": one.step,
                "to": one.body,
                "via": one.via,
                "purpose": one.purpose,
                "due": one.due,
                "standing": one.standing,
            }
            for one in found.owed
        ],
    }


@click.group("document", cls=Noun)
def document_command() -> None:
    """Look at a document, its symbols and its language versions."""


@document_command.command("show")
@click.argument("symbol")
@asking.as_of
@asking.as_json
def show_command(symbol: str, as_of: str | None, as_json: bool) -> None:
    """Show a document: every symbol that it was issued under, and how it stands in each language."""
    with asking.look() as session:
        found = documents.view(session, symbol, now=asking.instant(as_of))
    if as_json:
        printing.as_text(
            {
                "document": found.name,
                "symbols": found.names,
                "title": found.title,
                "dated": found.dated,
                "url": found.url,
                "languages": [
                    {"issue": issue, "language": language, "state": state, "url": url}
                    for issue, language, state, url in found.languages
                ],
                "awaited": found.awaited,
            }
        )
        return
    click.echo(f"{', '.join(found.names)}  {found.title or 'no title yet'}  {found.dated or 'undated'}")
    printing.columns([issue, language, state, url or ""] for issue, language, state, url in found.languages)
    if found.awaited:
        click.echo(f"not posted in {', '.join(found.awaited)}")
