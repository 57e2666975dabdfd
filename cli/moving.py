"""`council move`: a preview of what an anchor or a meeting would move; with --apply, the act."""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from actions import moving
from actions.moving import CycleMoves
from cli import asking, printing


@click.command("move")
@click.argument("what", nargs=-1, required=True, metavar="CYCLE ANCHOR NEW | MEETING NEW")
@click.option("--apply", "apply_", is_flag=True, help="Do it; without this, only show what would move.")
@click.option("--because", metavar="REASON", help="Why.")
@asking.acting
@asking.as_json
def move_command(
    what: tuple[str, ...], apply_: bool, because: str | None, by: str | None, as_of: str | None, as_json: bool
) -> None:
    """Move an anchor of a cycle, or a meeting and all that hangs from it, to NEW (a day, or OPENS/CLOSES)."""
    if len(what) not in (2, 3):
        raise click.UsageError("write: council move CYCLE ANCHOR NEW, or council move MEETING NEW")
    now = asking.instant(as_of)
    if apply_:
        who = asking.officer(by)
        with asking.act(now) as session:
            found = _apply(session, what, because, now=now, by=who)
    else:
        with asking.look() as session:
            found = _preview(session, what, now=now)
    if as_json:
        printing.as_text(_facts(found))
    else:
        _print(found, apply_)


def _preview(session: Session, what: tuple[str, ...], *, now: datetime) -> tuple[CycleMoves, ...]:
    span = asking.span(what[-1])
    if len(what) == 2:
        return moving.preview_meeting(session, what[0], span, now=now)
    return (moving.preview_anchor(session, what[0], what[1], span, now=now),)


def _apply(
    session: Session, what: tuple[str, ...], because: str | None, *, now: datetime, by: str
) -> tuple[CycleMoves, ...]:
    span = asking.span(what[-1])
    if len(what) == 2:
        return moving.move_meeting(session, what[0], span, because=because, now=now, by=by)
    return (moving.move_anchor(session, what[0], what[1], span, because=because, now=now, by=by),)


def _facts(found: tuple[CycleMoves, ...]) -> dict[str, list[object]]:
    facts: dict[str, list[object]] = {"moves": [], "kept": [], "conflicts": [], "notices": []}
    for one in found:
        for key, rows in printing.outcome(one.cycle, one.moves, one.kept, one.conflicts, one.notices).items():
            facts[key] += rows
    return facts


def _print(found: tuple[CycleMoves, ...], applied: bool) -> None:
    for one in found:
        click.echo(f"{one.cycle}: {'moved' if applied else 'would move'}")
        printing.moves(one.moves, one.kept)
        printing.conflicts(one.conflicts)
        for notice in one.notices:
            click.echo(f"  {notice.person} was told {notice.was} for {notice.step}, and will be told the new date")
    if not found:
        click.echo("nothing hangs from it")
    elif not applied:
        click.echo("nothing was changed; to do it, add --apply")
