"""`council move`: a preview of what an anchor or a meeting would move; with --apply, the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import click
from sqlalchemy.orm import Session

from actions.cycles import anchors, moving
from actions.kernel import runner
from actions.kernel.done import Changes
from cli import asking, printing


@click.command("move")
@click.argument("what", nargs=-1, required=True, metavar="CYCLE ANCHOR NEW | MEETING NEW")
@click.option("--apply", "apply_", is_flag=True, help="Do it; without this, only show what would move.")
@click.option("--because", metavar="REASON", help="Why.")
@click.option("--provisional", is_flag=True, help="The anchor's new days are not confirmed yet.")
@asking.document
@asking.sure
@asking.acting
@asking.as_json
def move_command(
    what: tuple[str, ...],
    apply_: bool,
    because: str | None,
    provisional: bool,
    document: str | None,
    sure: bool,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Move an anchor of a cycle, or a meeting and all that hangs from it, to NEW (a day, or OPENS/CLOSES)."""
    if len(what) not in (2, 3):
        raise click.UsageError("write: council move CYCLE ANCHOR NEW, or council move MEETING NEW")
    if provisional and len(what) == 2:
        raise click.UsageError("--provisional is for an anchor; a meeting says by itself whether it is confirmed")
    if sure and len(what) == 2:
        raise click.UsageError("--sure is for an anchor; a meeting has no edition that its days could lie far from")
    if document and len(what) == 3:
        raise click.UsageError("--document is for a meeting; say why an anchor moves with --because")
    now, of = asking.instant(as_of), {"provisional": provisional, "sure": sure}
    if apply_:
        who = asking.officer(by)
        found = asking.act(lambda session: _apply(session, what, because, document, of, now=now, by=who))
    else:
        with asking.look() as session:
            found = _preview(session, what, of, now=now)
    if as_json:
        printing.as_text(printing.outcomes(found))
    else:
        printing.preview(found, applied=apply_)


def _preview(session: Session, what: tuple[str, ...], of: Mapping[str, bool], *, now: datetime) -> Sequence[Changes]:
    span = asking.span(what[-1])
    if len(what) == 2:
        return [each.changes for each in moving.preview_meeting(session, what[0], span, now=now)]
    return [anchors.preview_anchor(session, what[0], what[1], span, **of, now=now).changes]


def _apply(
    session: Session,
    what: tuple[str, ...],
    because: str | None,
    document: str | None,
    of: Mapping[str, bool],
    *,
    now: datetime,
    by: str,
) -> Sequence[Changes]:
    span = asking.span(what[-1])
    if len(what) == 2:
        moves = moving.move_meeting(session, what[0], span, because=because, document=document, now=now, by=by)
        return [each.changes for each in moves]
    given = {"cycle": what[0], "anchor": what[1], "span": span, "because": because} | dict(of)
    return runner.do(session, "anchor/move", **given, now=now, by=by).changes
