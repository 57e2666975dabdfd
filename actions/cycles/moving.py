"""Moving a meeting, or calling one off: first a preview across all open cycles, then one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.bodies import meetings
from actions.cycles import reading, rows
from actions.cycles.copying import date_anchor
from actions.cycles.moves import CycleMoves, Turn, reckon, withdrawn
from actions.cycles.promising import promise
from actions.cycles.views import CycleView
from actions.kernel import effects
from actions.kernel.effects import Slip
from actions.owed import previewing
from actions.refusals import MeetingRefused, OutOfTime, ReasonMissing
from models.bodies import Meeting, MeetingStatus, Relation
from models.cycles import Anchor, Cycle
from models.journal import Entry
from planning.replan import Move
from planning.window import Window, believed_window, span_words

__all__ = [
    "CycleMoves", "call_off", "move_meeting", "preview_calling_off", "preview_meeting", "promise_moves", "stand",
    "words_of",
]  # fmt: skip

CALLED_OFF = (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)


def preview_meeting(session: Session, key: str, span: Window, *, now: datetime) -> tuple[CycleMoves, ...]:
    """Return what moving the meeting would do to every living cycle that hangs from it.

    Raises NoSuchMeeting, UnbelievableDay, and MeetingRefused for a cancelled one.
    """
    believed_window(span)
    meeting = meetings.row(session, key)
    provisional = _status_once_moved(meeting) is MeetingStatus.PLANNED
    return _preview(session, meeting, Turn(span, provisional), now=now)


def move_meeting(
    session: Session,
    key: str,
    span: Window,
    *,
    because: str | None = None,
    document: str | None = None,
    now: datetime,
    by: str,
) -> tuple[CycleMoves, ...]:
    """Move the meeting and all that hangs from it, as one act, and return what that did.

    A postponed meeting is planned again by it. Raises also OutOfTime.
    """
    found = preview_meeting(session, key, span, now=now)
    meeting = meetings.row(session, key)
    told = {"to": span_words(span), "because": because, "document": document}
    change = _Change(_status_once_moved(meeting), span)
    _act(session, "move", meeting, change, found, told, now=now, by=by)
    return found


def preview_calling_off(
    session: Session, key: str, status: MeetingStatus, *, instead: str | None = None, now: datetime
) -> tuple[CycleMoves, ...]:
    """Return what postponing or cancelling the meeting would do to every living cycle that hangs from it.

    What hangs from it loses its date, or, with a meeting `instead`, hangs from that. Raises NoSuchMeeting,
    MeetingRefused.
    """
    meeting, other = _pair(session, key, status, instead)
    return _preview(session, meeting, _turn_to(other), now=now)


def call_off(
    session: Session,
    key: str,
    status: MeetingStatus,
    *,
    instead: str | None = None,
    because: str,
    document: str | None = None,
    now: datetime,
    by: str,
) -> tuple[CycleMoves, ...]:
    """Postpone or cancel the meeting, as one act, and return what that did. Raises also ReasonMissing, OutOfTime."""
    if not because.strip():
        raise ReasonMissing(f"a meeting {status}")
    meeting, other = _pair(session, key, status, instead)
    found = _preview(session, meeting, _turn_to(other), now=now)
    told = {"status": str(status), "instead": instead, "because": because, "document": document}
    act = "postpone-meeting" if status is MeetingStatus.POSTPONED else "cancel-meeting"
    _act(session, act, meeting, _Change(status, None, other), found, told, now=now, by=by)
    return found


def stand(
    session: Session,
    meeting: Meeting,
    status: MeetingStatus,
    entry: Entry,
    *,
    because: str | None = None,
    document: str | None = None,
) -> None:
    """Have a meeting that keeps its days stand otherwise: once confirmed, what hangs from it is provisional no more."""
    cycles = followers(session, meeting)
    check_time(session, meeting, cycles, entry.at)
    turn = Turn(Window(meeting.opens_on, meeting.closes_on), status is MeetingStatus.PLANNED)
    found = _preview(session, meeting, turn, now=entry.at)
    meeting.status = status
    meetings.record(session, meeting, entry, reason=because, document=document)
    for cycle, one in zip(cycles, found, strict=True):
        promise_moves(session, cycle, one, entry)
    session.flush()


def followers(session: Session, meeting: Meeting) -> Sequence[Cycle]:
    """Return the living cycles that hang from the meeting, in the order of their names."""
    hanging = select(Anchor.cycle_id).where(Anchor.meeting_id == meeting.id)
    query = select(Cycle).where(Cycle.id.in_(hanging), Cycle.ending.is_(None))
    return session.scalars(query.order_by(Cycle.chain, Cycle.edition)).all()


def check_time(session: Session, meeting: Meeting, cycles: Sequence[Cycle], now: datetime) -> None:
    """Return nothing for an act that comes after all that it changes. Raises OutOfTime."""
    last = meetings.last_change(session, meeting)
    if last and now < last:
        raise OutOfTime(now, f"{meeting.key} was last changed at {last:%Y-%m-%d %H:%M} UTC")
    for cycle in cycles:
        if now < cycle.last_act_at:
            raise OutOfTime(now, f"{cycle.name} was last changed at {cycle.last_act_at:%Y-%m-%d %H:%M} UTC")


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of a meeting: its status, its days (None: those that it had), the meeting held in its place."""

    status: MeetingStatus
    span: Window | None
    other: Meeting | None = None


def _status_once_moved(meeting: Meeting) -> MeetingStatus:
    if meeting.status is MeetingStatus.CANCELLED:
        raise MeetingRefused(f"{meeting.key} is cancelled and moves no more; load the new meeting under its own key")
    return MeetingStatus.PLANNED if meeting.status is MeetingStatus.POSTPONED else meeting.status


def _pair(session: Session, key: str, status: MeetingStatus, instead: str | None) -> tuple[Meeting, Meeting | None]:
    meeting = meetings.row(session, key)
    if meeting.status is MeetingStatus.HELD:
        raise MeetingRefused(f"{key} was held: it cannot be {status}")
    if meeting.status in (status, MeetingStatus.CANCELLED):
        raise MeetingRefused(f"{key} is {meeting.status} already")
    other = meetings.row(session, instead) if instead else None
    if other and (other is meeting or other.status in CALLED_OFF):
        why = "the same meeting" if other is meeting else f"{other.status} itself"
        raise MeetingRefused(f"{other.key} cannot be held instead of {key}: it is {why}")
    return meeting, other


def _turn_to(other: Meeting | None) -> Turn:
    if other is None:
        return Turn(None)
    return Turn(Window(other.opens_on, other.closes_on), other.status is MeetingStatus.PLANNED)


def _preview(session: Session, meeting: Meeting, turn: Turn, *, now: datetime) -> tuple[CycleMoves, ...]:
    views = reading.views(session, followers(session, meeting), now, now)
    return reckon(session, [(view, _turns(view, meeting.key, turn)) for view in views])


def _turns(view: CycleView, key: str, turn: Turn) -> Mapping[str, Turn]:
    return {anchor.name: turn for anchor in view.anchors if anchor.meeting == key}


def _act(
    session: Session,
    act: str,
    meeting: Meeting,
    change: _Change,
    found: Sequence[CycleMoves],
    told: Mapping[str, object],
    *,
    now: datetime,
    by: str,
) -> None:
    """Write one line, the meeting as it now stands, and every date of every cycle that moves with it."""
    cycles = followers(session, meeting)
    check_time(session, meeting, cycles, now)
    moved = {one.cycle: words_of(one.moves) for one in found}
    entry = journal.write(session, act, {"meeting": meeting.key, **told, "cycles": moved}, now=now, by=by)
    because, document = (str(told[name]) if told.get(name) else None for name in ("because", "document"))
    if change.span:
        meeting.opens_on, meeting.closes_on = change.span.first, change.span.last
    meeting.status = change.status
    meetings.record(session, meeting, entry, reason=because, document=document)
    if change.other:
        tie = (Relation.REPLACES, meeting)
        meetings.record(session, change.other, entry, tie=tie, reason=because, document=document)
    for cycle, one in zip(cycles, found, strict=True):
        _hang(session, cycle, meeting, change, entry)
        promise_moves(session, cycle, one, entry)
    session.flush()


def _hang(session: Session, cycle: Cycle, meeting: Meeting, change: _Change, entry: Entry) -> None:
    """Give the anchors that follow the meeting its new days, those of the other meeting, or none."""
    near = change.other or meeting
    span = None if near.status in CALLED_OFF else Window(near.opens_on, near.closes_on)
    following = select(Anchor).where(Anchor.cycle_id == cycle.id, Anchor.meeting_id == meeting.id)
    for anchor in session.scalars(following).all():
        anchor.meeting_id = near.id
        date_anchor(session, anchor, span, entry)


def promise_moves(session: Session, cycle: Cycle, found: CycleMoves, entry: Entry) -> None:
    """Promise what moves anew, and take back the waiting messages of which nothing is so any more."""
    cycle.last_act_at = max(cycle.last_act_at, entry.at)
    moving = {move.step for move in found.moves}
    held = [one for one in rows.steps_of(session, cycle) if one.deadline.step in moving.union(found.rebased)]
    lost = withdrawn(session, [one.deadline.id for one in held if one.deadline.step in moving])
    for one in held:
        promise(session, one.deadline, found.after[one.deadline.step], entry, last=one.promise)
    for message in lost:
        if len(message.owed) > 1:
            effects.of(session).taken_back.append(Slip(message.person_id, message.kind, cycle.name))
        previewing.take_back(session, message, f"its dates have changed ({entry.at:%Y-%m-%d})")


def words_of(moves: Sequence[Move]) -> dict[str, object]:
    """Return each move as its line in the journal keeps it: the day before, and the day now."""
    return {move.step: [move.was, move.now] for move in moves}
