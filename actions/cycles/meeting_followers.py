"""Cycles that hang from a meeting follow it, in one act, when it is moved, called off, confirmed or held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import issue_rows, opening_days, recounts, rows_to_change
from actions.cycles.moved_dates import CycleMoves, Turn, reckon
from actions.cycles.new_rows import date_anchor
from actions.cycles.planned_cycles import meeting_span
from actions.cycles.promises import flagged_if_past, promise
from kernel import effects
from letters import retractions
from models.cycles import Anchor, Cycle
from models.journal import Entry
from models.meetings import CALLED_OFF, Meeting, MeetingStatus, Relation
from models.outbox import Message
from planning.basis import Basis
from planning.replan import Move
from planning.sittings import Hours
from planning.window import Window
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.meetings import meetings
from record.meetings.meetings import NO_WHY, Why
from record.refusals import OutOfTime


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a meeting: its status, its new days (None: those that it has), the meeting held in its place.

    Hours are those of its days: new days have none, unless they are said.
    """

    status: MeetingStatus
    span: Window | None = None
    other: Meeting | None = None
    hours: Hours | None = None

    @property
    def is_of_dates(self) -> bool:
        """Return True if what hangs from it gets other days, or none."""
        return self.span is not None or self.status in CALLED_OFF

    def turn(self, meeting: Meeting) -> Turn:
        """Return what becomes of the anchors that follow the meeting."""
        near, status = (self.other, self.other.status) if self.other else (meeting, self.status)
        return Turn(None if status in CALLED_OFF else self.span or meeting_span(near), status is MeetingStatus.PLANNED)


def change(
    session: Session,
    meeting: Meeting,
    new: Change,
    entry: Entry,
    *,
    why: Why = NO_WHY,
    waits: bool = True,
) -> tuple[CycleMoves, ...]:
    """Change a meeting and every living cycle that hangs from it; return what that does to each cycle.

    Dates that hang from a confirmed meeting are no longer provisional. If it `waits`, members read all of it once it is
    issued. Raises OutOfTime.
    """
    cycles, turn = followers(session, meeting), new.turn(meeting)
    check_time(session, meeting, cycles, entry.at)
    moved = reckon_followers(session, cycles, meeting, turn, now=entry.at)
    if new.span:
        meeting.opens_on, meeting.closes_on, meeting.hours = new.span.first, new.span.last, None
    if new.hours:
        meeting.hours = new.hours.stored
    meeting.status = new.status
    meetings.record(session, meeting, entry, why=why, waits=waits)
    if new.other:
        meetings.record(session, new.other, entry, tie=(Relation.REPLACES, meeting), why=why, waits=waits)
    for cycle, moves in zip(cycles, moved, strict=True):
        if new.is_of_dates:
            hang(session, cycle, meeting, turn, entry, instead=new.other)
        promise_moves(session, cycle, moves, entry, wait=waits)
        recounts.follow_change(session, cycle.name, entry)
    session.flush()
    return moved


def followers(session: Session, meeting: Meeting) -> Sequence[Cycle]:
    """Return the living cycles that hang from the meeting, in the order of their names."""
    hanging = select(Anchor.cycle_id).where(Anchor.meeting_id == meeting.id)
    query = select(Cycle).where(Cycle.id.in_(hanging), Cycle.ending.is_(None))
    return session.scalars(query.order_by(Cycle.chain, Cycle.edition)).all()


def check_time(session: Session, meeting: Meeting, cycles: Sequence[Cycle], now: datetime) -> None:
    """Raise OutOfTime if the meeting or one of the cycles was changed after `now`."""
    last = meetings.last_change(session, meeting)
    if last and now < last:
        raise OutOfTime(now, f"{meeting.key} was last changed at {last:%Y-%m-%d %H:%M} UTC")
    for cycle in cycles:
        if now < cycle.last_act_at:
            raise OutOfTime(now, f"{cycle.name} was last changed at {cycle.last_act_at:%Y-%m-%d %H:%M} UTC")


def reckon_followers(
    session: Session, cycles: Sequence[Cycle], meeting: Meeting, turn: Turn, *, now: datetime
) -> tuple[CycleMoves, ...]:
    """Return what the turn of a meeting does to cycles that hang from it; nothing is done yet."""
    views = snapshots.views(session, cycles, now, now)
    return reckon(session, [(view, _turns(view, meeting.key, turn)) for view in views])


def _turns(view: CycleView, key: str, turn: Turn) -> Mapping[str, Turn]:
    return {anchor.name: turn for anchor in view.anchors if anchor.meeting == key}


def hang(
    session: Session, cycle: Cycle, meeting: Meeting, turn: Turn, entry: Entry, *, instead: Meeting | None = None
) -> None:
    """Give the anchors that follow the meeting its new days, or none; they may follow another one from now on."""
    following = select(Anchor).where(Anchor.cycle_id == cycle.id, Anchor.meeting_id == meeting.id)
    for anchor in session.scalars(following).all():
        effects.note(session, f"anchor:{cycle.name} {anchor.name}", meeting.key)
        anchor.meeting_id = (instead or meeting).id
        date_anchor(session, anchor, turn.span, entry)


def promise_moves(session: Session, cycle: Cycle, moved: CycleMoves, entry: Entry, *, wait: bool = False) -> None:
    """Promise the new dates, and take back the waiting messages that these make wrong.

    Unless they `wait` for a meeting to be issued, what others set is public at once.
    """
    cycle.last_act_at = max(cycle.last_act_at, entry.at)
    moving = {move.step for move in moved.moves}
    held = [
        step for step in rows_to_change.steps_of(session, cycle) if step.deadline.step in moving.union(moved.rebased)
    ]
    retractions.suppress(
        session,
        [step.deadline for step in held if step.deadline.step in moving],
        "its dates have changed",
        ~Message.issued,
        now=entry.at,
    )
    for step in held:
        planned = flagged_if_past(moved.after[step.deadline.step], cycle.opened_at)
        if planned.due and step.promise.basis is Basis.ANNOUNCED:  # a date by rule: whoever was told it sees it move
            planned = replace(planned, basis=Basis.ANNOUNCED)
        row = promise(session, step.deadline, planned, entry, last=step.promise)
        if not wait:
            issue_rows.follow(session, step.deadline, step.promise, row, entry)
    opening_days.follow(session, moved.before, entry, now=entry.at, wait=wait)


def words_of(moves: Sequence[Move]) -> dict[str, object]:
    """Return the moves as a line of the journal keeps them: by step, the day before and the day now."""
    return {move.step: [move.was, move.now] for move in moves}
