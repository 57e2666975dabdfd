"""`council meetings` and `council meeting show`: how meetings stand, with agenda and papers, beside the acts on one."""

from dataclasses import asdict

import click

from actions.bodies import meetings
from actions.bodies.meetings import MeetingView
from actions.items import itemizing
from cli import asking, printing
from cli.groups import Noun
from planning.window import Window, span_words

as_known_on = click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")


@click.command("meetings")
@asking.as_of
@as_known_on
@asking.as_json
def meetings_command(as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """List the meetings, the earliest first, with what hangs from them."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        found = meetings.listed(session, now=now, known=known)
    if as_json:
        printing.as_text([_facts(one) for one in found])
        return
    printing.columns([_days(one), one.key, one.body, one.status, _tie(one), ", ".join(one.cycles)] for one in found)


@click.group("meeting", cls=Noun)
def meeting_command() -> None:
    """Care for one meeting."""


@meeting_command.command("show")
@click.argument("key")
@asking.as_of
@as_known_on
@asking.as_json
def show_command(key: str, as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """Show how a meeting stands, its agenda and papers, what hangs from it, and all that it has been."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        found = meetings.meeting(session, key, now=now, known=known)
        due = itemizing.of_meeting(session, key, now=now, known=known)
    if as_json:
        asked = [{"key": item.key, "text": item.text, "standing": str(item.standing)} for item in due]
        printing.as_text(_facts(found) | {"items": asked})
        return
    click.echo(f"{found.key}  {found.title} ({found.body})")
    click.echo("  ".join(filter(None, (_days(found), found.status, found.place or "", _tie(found)))))
    for cycle in found.cycles:
        click.echo(f"{cycle} hangs from it")
    printing.columns(
        [f"  {item.number}", str(item.on or "undated"), item.title, item.document or ""] for item in found.agenda
    )
    printing.columns([f"  {one.symbol}", one.purpose or "", one.title or ""] for one in found.papers)
    printing.columns([f"  {item.key}", item.standing, item.text] for item in due)
    printing.columns(
        [
            f"{one.at:%Y-%m-%d}",
            one.act or "",
            one.by or "",
            f"{span_words(Window(one.opens, one.closes))} {one.status}",
            "; ".join(filter(None, (one.reason, one.document))),
        ]
        for one in found.history
    )


def _days(found: MeetingView) -> str:
    days = span_words(Window(found.opens, found.closes))
    return f"({days})" if found.is_off else days


def _tie(found: MeetingView) -> str:
    return f"{found.relation} {found.related}" if found.relation else ""


def _facts(found: MeetingView) -> dict[str, object]:
    return asdict(found)
