"""Restore a meeting as it stood before an act, and the dates of every living cycle that hung from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import meeting_followers, promises, recounts, rows_to_change
from actions.cycles.meeting_followers import Change, words_of
from actions.cycles.moved_dates import noticed
from actions.cycles.planned_cycles import meeting_span
from actions.cycles.rows_to_change import Held
from actions.meetings import histories
from kernel import effects
from kernel.done import Changes, Done, Happening
from kernel.undo import NothingToUndo
from letters import retractions
from models.cycles import Anchor, AnchorDate, Cycle
from models.deadlines import Promise
from models.journal import Entry
from models.meetings import CALLED_OFF, Meeting, MeetingState
from planning.replan import Move
from planning.window import Window, span_words
from record.cycles import snapshots
from record.meetings import meetings


def restore(session: Session, taken: Entry, entry: Entry, *, because: str) -> Done:
    """Restore what the line `taken` changed of a meeting and its cycles; return the result.

    Raises ChangedSince, OutOfTime, and NothingToUndo where nothing says how it stood before.
    """
    earlier = _earlier(session, taken)
    meeting, was = earlier[0]
    changed, later = _cycles(session, meeting, taken)
    meeting_followers.check_time(session, meeting, [*(each.cycle for each in changed), *later], entry.at)
    is_of_dates = _window_of(meeting) != _window_of(was)
    turn = Change(was.status, Window(was.opens_on, was.closes_on)).turn(meeting)
    following = meeting_followers.reckon_followers(session, later, meeting, turn, now=entry.at)
    for other, state in earlier:
        _stand(session, other, state, entry, because)
    changes = _return(session, changed, entry)
    for cycle, moves in zip(later, following, strict=True):
        if is_of_dates:
            meeting_followers.hang(session, cycle, meeting, turn, entry)
        meeting_followers.promise_moves(session, cycle, moves, entry, wait=True)
        recounts.follow_change(session, cycle.name, entry)
        changes.append(moves.changes)
    word = "moved" if is_of_dates else "taken-back"
    return Done(
        "restored",
        f"{meeting.key} is {meeting.status} again, on {span_words(meeting_span(meeting))}",
        facts={"meeting": meeting.key, "cycles": {change.cycle: words_of(change.moves) for change in changes}},
        changes=tuple(changes) if is_of_dates else (),
        events=(
            Happening("taken-back", "meeting", (meeting.key,)),
            *(Happening(word, "cycle", (change.cycle,)) for change in changes),
        ),
    )


def _window_of(known: Meeting | MeetingState) -> Window | None:
    return None if known.status in CALLED_OFF else Window(known.opens_on, known.closes_on)


def _earlier(session: Session, taken: Entry) -> list[tuple[Meeting, MeetingState]]:
    """Return the meetings that the act changed, each with how it stood before: first the one that it was about."""
    query = select(MeetingState).where(MeetingState.entry_id == taken.id).order_by(MeetingState.id)
    earlier = []
    for state in session.scalars(query).all():
        was = histories.before(session, state, MeetingState.meeting_id == state.meeting_id)
        if was is None:
            raise NothingToUndo(taken.act, "how the meeting stood before is not recorded")
        earlier.append((session.get_one(Meeting, state.meeting_id), was))
    return earlier


def _stand(session: Session, meeting: Meeting, state: MeetingState, entry: Entry, because: str) -> None:
    """Give the meeting its earlier state again, as a new revision that subscribers see."""
    for name in ("title", "opens_on", "closes_on", "hours", "place", "status"):
        setattr(meeting, name, getattr(state, name))
    meetings.set_aside(session, meeting)
    meeting.sequence += 1
    meeting.updated_at = entry.at
    histories.again(session, state, entry, reason=because)
    session.flush()


@dataclass(frozen=True, slots=True)
class _Changed:
    """A cycle with those of its anchors and deadlines that the act changed, each with what it had before."""

    cycle: Cycle
    anchors: Sequence[tuple[Anchor, AnchorDate]]
    deadlines: Sequence[tuple[Held, Promise]]

    @property
    def moves(self) -> tuple[Move, ...]:
        moves = [Move(held.deadline.step, held.promise.due_on, was.due_on) for held, was in self.deadlines]
        return tuple(move for move in moves if move.was != move.now)


def _cycles(session: Session, meeting: Meeting, taken: Entry) -> tuple[list[_Changed], list[Cycle]]:
    """Return the living cycles that the act changed, and those that hang from the meeting only since then."""
    dated = select(Anchor.cycle_id).join(AnchorDate, AnchorDate.anchor_id == Anchor.id)
    query = select(Cycle).where(Cycle.id.in_(dated.where(AnchorDate.entry_id == taken.id)), Cycle.ending.is_(None))
    every = {cycle.name: cycle for cycle in (*session.scalars(query), *meeting_followers.followers(session, meeting))}
    changed = {name: _changed(session, cycle, taken) for name, cycle in sorted(every.items())}
    later = [each.cycle for each in changed.values() if not (each.anchors or each.deadlines)]
    return [each for each in changed.values() if each.cycle not in later], later


def _changed(session: Session, cycle: Cycle, taken: Entry) -> _Changed:
    query = select(AnchorDate).join(Anchor, Anchor.id == AnchorDate.anchor_id)
    dates = session.scalars(query.where(Anchor.cycle_id == cycle.id, AnchorDate.entry_id == taken.id)).all()
    anchors = [(session.get_one(Anchor, days.anchor_id), _find_earlier_days(session, days)) for days in dates]
    return _Changed(cycle, anchors, list(_dated(rows_to_change.steps_of(session, cycle), taken)))


def _dated(steps: Sequence[Held], taken: Entry) -> Iterator[tuple[Held, Promise]]:
    """Yield each deadline that the act dated, with the date that it had before."""
    for held in steps:
        for was, row in pairwise(held.deadline.promises):
            if row.entry_id == taken.id:
                yield held, was


def _find_earlier_days(session: Session, days: AnchorDate) -> AnchorDate:
    was = histories.before(session, days, AnchorDate.anchor_id == days.anchor_id)
    assert was is not None  # it had days, or none, when it began to follow the meeting
    return was


def _return(session: Session, changed: Sequence[_Changed], entry: Entry) -> list[Changes]:
    """Give each cycle its earlier dates again; return what changes in each."""
    cycles = [each.cycle for each in changed]
    now = {view.name: view for view in snapshots.views(session, cycles, entry.at, entry.at)}
    notices = noticed(session, [(now[each.cycle.name], each.moves) for each in changed])
    for each in changed:
        _restore(session, each, entry)
    session.flush()
    then = {view.name: view for view in snapshots.views(session, cycles, entry.at, entry.at)}
    names = [(each.cycle.name, each.moves) for each in changed]
    return [Changes(name, moves, (), then[name].conflicts, notices[name]) for name, moves in names]


def _restore(session: Session, changed: _Changed, entry: Entry) -> None:
    cycle, steps = changed.cycle, {move.step for move in changed.moves}
    cycle.last_act_at = max(cycle.last_act_at, entry.at)
    for anchor, days in changed.anchors:
        effects.note(session, f"anchor:{cycle.name} {anchor.name}", (days.opens_on, days.closes_on))
        anchor.meeting_id = days.meeting_id
        histories.again(session, days, entry)
    moving = [held.deadline for held, _ in changed.deadlines if held.deadline.step in steps]
    retractions.suppress(session, moving, "its dates have changed", now=entry.at)
    for held, was in changed.deadlines:
        promises.restore(session, held.deadline, was, held.promise, entry)
