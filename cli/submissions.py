"""`council submissions | submit | receipt | document`: which body has which document, and in which languages."""

import click

from actions.papers import documents, submitting
from actions.papers.documents import LANGUAGES, STATES
from actions.papers.submitting import CycleSubmissions, SubmissionView
from cli import asking, printing


@click.command("submissions")
@click.argument("cycle")
@asking.as_of
@asking.as_json
def submissions_command(cycle: str, as_of: str | None, as_json: bool) -> None:
    """Show who has been given what of CYCLE, and who is still to be given it."""
    with asking.look() as session:
        found = submitting.of_cycle(session, cycle, now=asking.instant(as_of))
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
        "documents": submitting.documents_of(found.made),
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


@click.command("submit")
@click.argument("document")
@click.argument("body")
@click.option("--on", metavar="DATE", help="The day on which it was handed over; today unless told.")
@click.option("--purpose", metavar="WORDS", help="For what: information, consideration, decision.")
@click.option("--via", metavar="BODY", help="The body through which it went.")
@click.option("--cycle", metavar="CYCLE", help="The cycle that it belongs to.")
@click.option("--clause", "clauses", multiple=True, metavar="KEY", help="A clause that it serves: council-1332/sg-6.")
@asking.sure
@asking.acting
def submit_command(
    document: str,
    body: str,
    on: str | None,
    purpose: str | None,
    via: str | None,
    cycle: str | None,
    clauses: tuple[str, ...],
    sure: bool,
    by: str | None,
    as_of: str | None,
) -> None:
    """Record that DOCUMENT (a symbol or an address) was handed to BODY outside the steps of a cycle."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    found = asking.act(
        lambda session: submitting.submit(
            session,
            document,
            body,
            on=day,
            purpose=purpose,
            via=via,
            cycle=cycle,
            clauses=clauses,
            sure=sure,
            now=now,
            by=who,
        )
    )
    click.echo(f"{found.symbol} was handed to {found.body} on {found.on}")


@click.command("receipt")
@click.argument("cycle")
@click.argument("step")
@click.option("--reference", required=True, metavar="WORDS", help="The word of the body: a mail, a number, an address.")
@click.option("--on", metavar="DATE", help="The day of the receipt; today unless told.")
@asking.sure
@asking.acting
def receipt_command(
    cycle: str, step: str, reference: str, on: str | None, sure: bool, by: str | None, as_of: str | None
) -> None:
    """Record that the body has received what STEP handed over."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    found = asking.act(
        lambda session: submitting.receive(
            session, cycle, step, on=day, reference=reference, sure=sure, now=now, by=who
        )
    )
    click.echo(f"{found.body} has received {found.symbol}")


@click.group("document")
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


@document_command.command("also")
@click.argument("symbol")
@click.argument("other")
@asking.acting
def also_command(symbol: str, other: str, by: str | None, as_of: str | None) -> None:
    """Record that the text of SYMBOL was issued as OTHER too, for instance to another body."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: documents.also_issued(session, symbol, other, now=now, by=who))
    click.echo(f"{other} is {found.name}")


@document_command.command("language")
@click.argument("symbol")
@click.argument("language", type=click.Choice(LANGUAGES))
@click.argument("state", type=click.Choice(STATES))
@click.option("--url", metavar="URL", help="Where it stands.")
@asking.acting
def language_command(
    symbol: str, language: str, state: str, url: str | None, by: str | None, as_of: str | None
) -> None:
    """Record how SYMBOL stands in a language; C17/47(Rev.1) names an issue."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: documents.set_language(session, symbol, language, state, url=url, now=now, by=who))
    click.echo(f"{symbol} {language}: {state}")
