"""`council meetings` and `council meeting …`: confirmed, held, postponed, cancelled, with agenda and papers."""

from collections.abc import Sequence
from dataclasses import asdict

import click
from sqlalchemy.orm import Session

from actions.bodies import agenda, convening, meetings, papers
from actions.bodies.meetings import AgendaView, MeetingView
from actions.cycles import moving
from actions.items import itemizing
from cli import asking, printing, wording
from models.bodies import MeetingStatus
from planning.remedies import Call
from planning.window import Window, span_words

because = click.option("--because", metavar="REASON", help="Why.")
apply = click.option("--apply", "apply_", is_flag=True, help="Do it; without this, only show what it would do.")
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


@click.group("meeting")
def meeting_command() -> None:
    """Care for one meeting; its dates move by `council move MEETING NEW`."""


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


@meeting_command.command("confirm")
@click.argument("key")
@because
@asking.document
@asking.acting
def confirm_command(key: str, because: str | None, document: str | None, by: str | None, as_of: str | None) -> None:
    """Confirm a planned meeting: what hangs from it is provisional no more."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: convening.confirm(session, key, because=because, document=document, now=now, by=who))
    click.echo(f"{key} is confirmed")


@meeting_command.command("hold")
@click.argument("key")
@because
@asking.document
@asking.acting
def hold_command(key: str, because: str | None, document: str | None, by: str | None, as_of: str | None) -> None:
    """Record that a meeting was held."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: convening.hold(session, key, because=because, document=document, now=now, by=who))
    click.echo(f"{key} was held")


@meeting_command.command("postpone")
@click.argument("key")
@apply
@because
@asking.document
@asking.acting
@asking.as_json
def postpone_command(
    key: str,
    apply_: bool,
    because: str | None,
    document: str | None,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Show what a postponement without a new date would do; with --apply, do it. To new dates: `council move`."""
    _call_off(key, MeetingStatus.POSTPONED, None, apply_, because, document, by, as_of, as_json)


@meeting_command.command("cancel")
@click.argument("key")
@click.option("--instead", metavar="KEY", help="The meeting held in its place: what hangs from it hangs from that.")
@apply
@because
@asking.document
@asking.acting
@asking.as_json
def cancel_command(
    key: str,
    instead: str | None,
    apply_: bool,
    because: str | None,
    document: str | None,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Show what cancelling the meeting would do to every open cycle; with --apply, do it."""
    _call_off(key, MeetingStatus.CANCELLED, instead, apply_, because, document, by, as_of, as_json)


def _call_off(
    key: str,
    status: MeetingStatus,
    instead: str | None,
    apply_: bool,
    because: str | None,
    document: str | None,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    now = asking.instant(as_of)
    if apply_:
        who, why = asking.officer(by), because or ""
        found = asking.act(
            lambda session: moving.call_off(
                session, key, status, instead=instead, because=why, document=document, now=now, by=who
            )
        )
    else:
        with asking.look() as session:
            found = moving.preview_calling_off(session, key, status, instead=instead, now=now)
    if as_json:
        printing.as_text(printing.outcomes(found))
        return
    printing.preview(found, applied=apply_)


@meeting_command.command("agenda")
@click.argument("key")
@click.argument("number")
@click.option("--title", help="What it is about.")
@click.option("--on", metavar="DAY", help="The day on which it is taken up.")
@click.option("--withdraw", is_flag=True, help="Take it off the agenda.")
@asking.document
@asking.acting
def agenda_command(
    key: str,
    number: str,
    title: str | None,
    on: str | None,
    withdraw: bool,
    document: str | None,
    by: str | None,
    as_of: str | None,
) -> None:
    """Put item NUMBER on the agenda, change it, or take it off."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None

    def act(session: Session) -> tuple[AgendaView | None, Sequence[Call]]:
        found = agenda.put_on_agenda(
            session, key, number, title=title, document=document, on=day, withdraw=withdraw, now=now, by=who
        )
        return found, agenda.hints(session, key, day, now=now)

    found, hints = asking.act(act)
    click.echo(f"{key} {number}: {found.title}, {found.on or 'undated'}" if found else f"{key} {number} is withdrawn")
    printing.notes(map(wording.call, hints))


@meeting_command.command("paper")
@click.argument("key")
@click.argument("document")
@click.option("--purpose", metavar="WORDS", help="For what: information, consideration, decision.")
@click.option("--clause", "clauses", multiple=True, metavar="KEY", help="A clause that it serves: council-1332/tor-c.")
@click.option("--withdraw", is_flag=True, help="It lies before the meeting no more.")
@asking.acting
def paper_command(
    key: str,
    document: str,
    purpose: str | None,
    clauses: tuple[str, ...],
    withdraw: bool,
    by: str | None,
    as_of: str | None,
) -> None:
    """Lay DOCUMENT (a symbol or an address) before the meeting; the day of its hand-over is for `council submit`."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(
        lambda session: papers.lay_before(
            session, key, document, purpose=purpose, clauses=clauses, withdraw=withdraw, now=now, by=who
        )
    )
    click.echo(f"{found.symbol} is before {key}" if found else f"{document} is before {key} no more")


def _days(found: MeetingView) -> str:
    days = span_words(Window(found.opens, found.closes))
    return f"({days})" if found.is_off else days


def _tie(found: MeetingView) -> str:
    return f"{found.relation} {found.related}" if found.relation else ""


def _facts(found: MeetingView) -> dict[str, object]:
    return asdict(found)
