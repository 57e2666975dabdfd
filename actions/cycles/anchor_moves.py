"""Reference dates of one cycle: preview what moving one would do, and move it."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import recounts, rows_to_change
from actions.cycles.meeting_followers import promise_moves, words_of
from actions.cycles.moved_dates import CycleMoves, Turn, reckon
from actions.cycles.new_rows import date_anchor
from actions.cycles.rows_to_change import check_near
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import FLAG, AnchorName, CycleName, NewDays, OptionalReason, Sure
from models.cycles import Anchor, AnchorDate, Cycle
from models.meetings import MeetingStatus
from planning.remedies import Call
from planning.window import Window, span_words
from record import journal
from record.cycles import snapshots
from record.meetings import meetings
from record.refusals import FollowsMeeting, NoSuchAnchor


def preview_anchor(
    session: Session,
    name: str,
    anchor: str,
    turn: Turn,
    *,
    sure: bool = False,
    now: datetime,
) -> CycleMoves:
    """Return what moving the anchor of one cycle would do; who is `sure` may name days far from its edition.

    Raises NoSuchCycle, NoSuchAnchor, FollowsMeeting, FarFromEdition, UnbelievableDay.
    """
    rows_to_change.living_cycle(session, name)
    if turn.span:
        check_near(name, turn.span.first, turn.span.last, sure=sure)
    view = snapshots.view(session, name, now)
    hung = next((known for known in view.anchors if known.name == anchor), None)
    if hung is None:
        raise NoSuchAnchor(name, anchor, [known.name for known in view.anchors])
    if hung.meeting:
        status = meetings.row(session, hung.meeting).status
        raise FollowsMeeting(name, anchor, hung.meeting, is_cancelled=status is MeetingStatus.CANCELLED)
    return reckon(session, [(view, {anchor: turn})])[0]


@act(
    "anchor/move",
    who=(Grant.SECRETARIAT,),
    undo="anchor/move",
    undo_unless="the reference date had no days before; it is moved anew",
    tags=("dates",),
    short="move",
    asks_first=True,
)
def move_anchor(
    session: Session,
    cycle: CycleName,
    anchor: AnchorName,
    span: NewDays,
    *,
    provisional: Annotated[bool, FLAG.saying("These days are not confirmed yet.")] = False,
    because: OptionalReason = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Move a reference date of a cycle: dates reckoned from it move along, agreed dates stay.

    Its days are confirmed by it, unless they are provisional. Raises as `preview_anchor` does.
    """
    moved = preview_anchor(session, cycle, anchor, Turn(span, provisional), sure=sure, now=now)
    row = _anchor_row(session, rows_to_change.living_cycle(session, cycle), anchor)
    undo, entry = _back(session, cycle, row), journal.line(session)
    if undo and (undo.arguments["span"], undo.arguments["provisional"]) == (span_words(span), provisional):
        sentence = f"{cycle}: {anchor} is on {span_words(span)} already"
        return Done("moved", sentence, changes=(moved.changes,), is_nothing=True)
    effects.note(session, f"anchor:{cycle} {anchor}", undo and undo.arguments)
    date_anchor(session, row, span, entry, provisional=provisional)
    promise_moves(session, rows_to_change.living_cycle(session, cycle), moved, entry)
    flagged = recounts.follow_change(session, cycle, entry)
    session.flush()
    return Done(
        "moved",
        f"{cycle}: {anchor} is on {span_words(span)}",
        cycle=cycle,
        facts={
            "anchor": anchor, "to": span_words(span), "because": because, "moves": words_of(moved.moves),
            "provisional": provisional,
        },
        changes=(moved.changes,),
        notes=flagged,
        events=(Happening("moved", "cycle", (cycle,)),),
        undo=undo,
    )  # fmt: skip


def _back(session: Session, cycle: str, anchor: Anchor) -> Call | None:
    """Return the act that moves the anchor back to its present days; None if it has none."""
    query = select(AnchorDate).where(AnchorDate.anchor_id == anchor.id).order_by(AnchorDate.id.desc()).limit(1)
    days = session.scalar(query)
    if days is None or days.opens_on is None or days.closes_on is None:
        return None
    span = span_words(Window(days.opens_on, days.closes_on))
    return Call("anchor/move", {"cycle": cycle, "anchor": anchor.name, "span": span, "provisional": days.provisional})


def _anchor_row(session: Session, cycle: Cycle, name: str) -> Anchor:
    return session.scalars(select(Anchor).where(Anchor.cycle_id == cycle.id, Anchor.name == name)).one()
