"""Moving an anchor or a meeting: first a preview of what would move, then the act.

What hangs from it moves; agreed dates stay, and are reported with what their rule would now propose; what is met
never moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal, reading, rows
from actions.opening import date_anchor, span_words
from actions.people import Directory
from actions.promising import promise
from actions.refusals import FollowsMeeting, NoSuchAnchor, NoSuchMeeting
from actions.telling import told_of
from actions.views import CycleView
from models.bodies import Meeting
from models.cycles import Anchor, Cycle
from models.journal import Entry
from planning.basis import Basis
from planning.fit import Conflict
from planning.plan import Bound, Plan, plan
from planning.replan import Kept, Move, kept
from planning.window import Window


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who was told the old date, and will be told the new one."""

    step: str
    person: str
    was: date | None


@dataclass(frozen=True, slots=True)
class CycleMoves:
    """What moving does to one cycle."""

    cycle: str
    moves: tuple[Move, ...]
    kept: tuple[Kept, ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[Notice, ...]
    after: Plan


def preview_anchor(session: Session, name: str, anchor: str, span: Window, *, now: datetime) -> CycleMoves:
    """Return what moving the anchor of one cycle would do. Raises NoSuchCycle, NoSuchAnchor, FollowsMeeting."""
    rows.living_cycle(session, name)
    view = reading.view(session, name, now)
    found = next((known for known in view.anchors if known.name == anchor), None)
    if found is None:
        raise NoSuchAnchor(name, anchor, [known.name for known in view.anchors])
    if found.meeting:
        raise FollowsMeeting(name, anchor, found.meeting)
    return _preview(session, view, {anchor: span})


def move_anchor(
    session: Session, name: str, anchor: str, span: Window, *, because: str | None = None, now: datetime, by: str
) -> CycleMoves:
    """Move the anchor, and return what that did: the preview, applied as one act."""
    found = preview_anchor(session, name, anchor, span, now=now)
    cycle = rows.living_cycle(session, name)
    told = {"anchor": anchor, "to": span_words(span), "because": because, "moves": _words(found.moves)}
    entry = journal.write(session, "move", told, cycle=cycle, now=now, by=by)
    _apply(session, cycle, [_anchor_row(session, cycle, anchor)], span, found, entry)
    session.flush()
    return found


def preview_meeting(session: Session, key: str, span: Window, *, now: datetime) -> tuple[CycleMoves, ...]:
    """Return what moving the meeting would do to every living cycle that hangs from it. Raises NoSuchMeeting."""
    meeting = meeting_row(session, key)
    found = []
    for cycle in _followers(session, meeting):
        view = reading.view(session, cycle.name, now)
        following = {anchor.name: span for anchor in view.anchors if anchor.meeting == key}
        found.append(_preview(session, view, following))
    return tuple(found)


def move_meeting(
    session: Session, key: str, span: Window, *, because: str | None = None, now: datetime, by: str
) -> tuple[CycleMoves, ...]:
    """Move the meeting and all that hangs from it, as one act, and return what that did."""
    previews = preview_meeting(session, key, span, now=now)
    meeting = meeting_row(session, key)
    cycles = _followers(session, meeting)
    told = {"meeting": key, "to": span_words(span), "because": because, "cycles": [found.cycle for found in previews]}
    entry = journal.write(session, "move", told, now=now, by=by)
    meeting.opens_on, meeting.closes_on = span.first, span.last
    meeting.sequence, meeting.updated_at = meeting.sequence + 1, now
    for cycle, found in zip(cycles, previews, strict=True):
        cycle.last_act_at = max(cycle.last_act_at, now)
        _apply(session, cycle, _anchors_at(session, cycle, meeting), span, found, entry)
    session.flush()
    return previews


def meeting_row(session: Session, key: str) -> Meeting:
    """Return the meeting of that key. Raises NoSuchMeeting."""
    meeting = session.scalar(select(Meeting).where(Meeting.key == key))
    if meeting is None:
        raise NoSuchMeeting(key)
    return meeting


def _followers(session: Session, meeting: Meeting) -> Sequence[Cycle]:
    hanging = select(Anchor.cycle_id).where(Anchor.meeting_id == meeting.id)
    query = select(Cycle).where(Cycle.id.in_(hanging), Cycle.ending.is_(None))
    return session.scalars(query.order_by(Cycle.chain, Cycle.edition)).all()


def _anchors_at(session: Session, cycle: Cycle, meeting: Meeting) -> Sequence[Anchor]:
    return session.scalars(
        select(Anchor).where(Anchor.cycle_id == cycle.id, Anchor.meeting_id == meeting.id)
    ).all()  # fmt: skip


def _anchor_row(session: Session, cycle: Cycle, name: str) -> Anchor:
    return session.scalars(select(Anchor).where(Anchor.cycle_id == cycle.id, Anchor.name == name)).one()


def _preview(session: Session, view: CycleView, changed: dict[str, Window]) -> CycleMoves:
    """Reckon the cycle with its anchors before and after; only what the change moves, moves."""
    calendars, year = reading.calendars(session), reading.edition_year(view.name.partition("/")[2])
    bound, met = _bounds(view), _met(view)
    before = plan(view.chain, view.spans, bound | met, calendars, year)
    after = plan(view.chain, view.spans | changed, bound | met, calendars, year)
    proposed = plan(view.chain, view.spans | changed, met, calendars, year)
    moves = tuple(
        Move(now.step, view[now.step].due, now.due)
        for was, now in zip(before.deadlines, after.deadlines, strict=True)
        if was.due != now.due and view[now.step].due != now.due
    )
    staying = kept([(step, found.window.last) for step, found in bound.items()], proposed)
    return CycleMoves(view.name, moves, staying, after.conflicts, _notices(session, view, moves), after)


def _bounds(view: CycleView) -> dict[str, Bound]:
    """Return the agreed and announced dates of what is still open: they bind."""
    return {
        found.step: Bound(
            Window(found.earliest, found.due, found.precision),
            found.basis,
            _why(found.derivation),
            found.clock,
            found.opens,
        )
        for found in view.deadlines
        if found.is_open and found.due and found.earliest and found.basis in (Basis.AGREED, Basis.ANNOUNCED)
    }


def _met(view: CycleView) -> dict[str, Bound]:
    """Return the dates of what is settled: they never move."""
    return {
        found.step: Bound(
            Window(found.earliest, found.due, found.precision), found.basis, "is settled", found.clock, found.opens
        )
        for found in view.deadlines
        if not found.is_open and found.due and found.earliest
    }


def _why(derivation: Sequence[str]) -> str:
    """Return the words behind the date in a derivation's first sentence."""
    return derivation[0].partition(" ")[2] if derivation else "was agreed"


def _notices(session: Session, view: CycleView, moves: Sequence[Move]) -> tuple[Notice, ...]:
    directory = Directory(session)
    return tuple(
        Notice(move.step, directory.name(person_id), told.due_on)
        for move in moves
        for person_id, told in sorted(told_of(session, view[move.step].id).items())
        if told.due_on != move.now
    )


def _words(moves: Sequence[Move]) -> dict[str, object]:
    return {move.step: [move.was, move.now] for move in moves}


def _apply(
    session: Session, cycle: Cycle, anchors: Sequence[Anchor], span: Window, found: CycleMoves, entry: Entry
) -> None:
    for anchor in anchors:
        date_anchor(session, anchor, span, entry)
    moving = {move.step for move in found.moves}
    for held in rows.steps_of(session, cycle):
        planned = found.after[held.deadline.step]
        if held.deadline.step in moving:
            promise(session, held.deadline, planned, entry, last=held.promise)
