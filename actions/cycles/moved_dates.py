"""Preview what a change of anchors does to open cycles; nothing is written.

What hangs from them moves; agreed dates stay, and are reported with what their rule would now propose; what is met
never moves. The number of queries does not depend on the number of cycles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from actions.cycles import opening_days
from kernel.done import CHANGE, GONE, UNTIL_ISSUED, WITHDRAWN, Changes, Notice
from letters.last_told import Told, last_told
from models.deadlines import Promise
from models.outbox import WAITING, Message, Owed, in_state
from planning.basis import Basis, Force
from planning.calendar import Calendars
from planning.chain import Chain
from planning.fit import Conflict
from planning.links import Agreed, Link, Settled
from planning.plan import Bound, Plan, plan
from planning.replan import Kept, Move, kept
from planning.window import Window
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.people.people import names


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of an anchor: its days from now on (None: undated), and whether these are not confirmed yet."""

    span: Window | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CycleMoves:
    """What moving does to one cycle, which was so `before`."""

    before: CycleView
    moves: tuple[Move, ...]
    kept: tuple[Kept, ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[Notice, ...]
    after: Plan
    rebased: tuple[str, ...] = ()  # steps with the same date on another basis: the UN has now set it

    @property
    def cycle(self) -> str:
        """The name of the cycle."""
        return self.before.name

    @property
    def changes(self) -> Changes:
        """The changes of dates, as an act returns them."""
        return Changes(self.cycle, self.moves, self.kept, self.conflicts, self.notices)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    view: CycleView
    moves: tuple[Move, ...]
    kept: tuple[Kept, ...]
    after: Plan
    rebased: tuple[str, ...]


def reckon(session: Session, changes: Iterable[tuple[CycleView, Mapping[str, Turn]]]) -> tuple[CycleMoves, ...]:
    """Return what the turns of their anchors do to these cycles."""
    calendars = snapshots.calendars(session)
    cycles = [_reckon(view, turns, calendars) for view, turns in changes]
    notices = noticed(session, [(cycle.view, cycle.moves) for cycle in cycles])
    return tuple(
        CycleMoves(
            cycle.view,
            cycle.moves,
            cycle.kept,
            cycle.after.conflicts,
            notices[cycle.view.name],
            cycle.after,
            cycle.rebased,
        )
        for cycle in cycles
    )


def noticed(session: Session, moving: Sequence[tuple[CycleView, Sequence[Move]]]) -> Mapping[str, tuple[Notice, ...]]:
    """Return, by cycle, who was told a date that moves, and who was about to hear it from a message that waits."""
    ids = [view[move.step].id for view, moves in moving for move in moves]
    promises, waiting = last_told(session, ids), _about_to_hear(session, ids)
    people = names(session, {person for _, person, _ in promises} | {row.person_id for row in waiting})
    return {view.name: tuple(_notices(view, moves, promises, waiting, people)) for view, moves in moving}


class _Waiting(NamedTuple):
    """A date that somebody is about to be told by a message that waits; setting another leaves an issued one in it."""

    deadline_id: int
    person_id: int
    issued: bool
    due: date | None


def _about_to_hear(session: Session, deadline_ids: Sequence[int]) -> list[_Waiting]:
    """Return of which of these deadlines which people are about to be told, and which date."""
    query = select(Owed.deadline_id, Owed.person_id, Message.issued, Promise.due_on).join(
        Message, Message.id == Owed.message_id
    )
    query = query.where(Owed.deadline_id.in_(deadline_ids), in_state(*WAITING), ~Message.in_doubt).order_by(Message.id)
    query = query.join(Promise, and_(Promise.deadline_id == Owed.deadline_id, Promise.number == Owed.promise))
    return [_Waiting(*row) for row in session.execute(query)]


def _reckon(view: CycleView, turns: Mapping[str, Turn], calendars: Calendars) -> _Reckoned:
    """Reckon the cycle with its anchors before and after; only what the change moves, moves."""
    year = snapshots.year_of(view.name)
    bound, met = _bounds(view, calendars), _met(view)
    spans = {name: span for name, span in view.spans.items() if name not in turns}
    spans |= {name: turn.span for name, turn in turns.items() if turn.span}
    chain = _turn(view, turns)
    before = plan(view.chain, view.spans, bound | met, calendars, year)
    after = plan(chain, spans, bound | met, calendars, year)
    proposed = plan(chain, spans, met, calendars, year)
    moves = tuple(
        Move(now.step, view[now.step].due, now.due)
        for was, now in zip(before.deadlines, after.deadlines, strict=True)
        if was.due != now.due and view[now.step].due != now.due
    )
    staying = kept([(step, agreed.window.last) for step, agreed in bound.items()], proposed)
    return _Reckoned(view, moves, staying, after, _rebased(view, after))


def _turn(view: CycleView, turns: Mapping[str, Turn]) -> Chain:
    """Return the chain; an anchor that turns counts as set by others only if its days are confirmed."""
    outside = {anchor.name: anchor.outside for anchor in view.anchors}
    return replace(
        view.chain,
        anchors=tuple(
            replace(anchor, outside=outside[anchor.name] and not turns[anchor.name].provisional)
            if anchor.name in turns
            else anchor
            for anchor in view.chain.anchors
        ),
    )


def _rebased(view: CycleView, after: Plan) -> tuple[str, ...]:
    return tuple(
        now.step
        for now in after.deadlines
        if (was := view[now.step]).is_open and was.due and was.due == now.due
        and was.basis.is_computed and now.basis.is_computed and was.basis is not now.basis
    )  # fmt: skip


def bounds(view: CycleView, calendars: Calendars) -> dict[str, Bound]:
    """Return the dates that nothing moves: of what is agreed or announced, and of what is settled."""
    return _bounds(view, calendars) | _met(view)


def is_bound(deadline: DeadlineView) -> bool:
    """Return True if its date was agreed or announced; one that was announced as its rule gives it follows its rule."""
    is_by_rule = deadline.force == Force.RULE and deadline.agreed is None
    return deadline.basis in (Basis.AGREED, Basis.ANNOUNCED) and not is_by_rule


def _bounds(view: CycleView, calendars: Calendars) -> dict[str, Bound]:
    """Return the agreed and announced dates of what is still open: they bind; an opening day may follow its rule."""
    ruled = opening_days.by_rule(view, calendars)
    return {
        deadline.step: Bound(
            window,
            deadline.basis,
            _binding_link(deadline, window),
            deadline.clock,
            None if deadline.step in ruled else deadline.opens,
        )
        for deadline in view.deadlines
        if deadline.is_open and is_bound(deadline) and (window := deadline.window)
    }


def _met(view: CycleView) -> dict[str, Bound]:
    """Return the dates of what is settled: they never move."""
    return {
        deadline.step: Bound(window, deadline.basis, Settled(window), deadline.clock, deadline.opens)
        for deadline in view.deadlines
        if not deadline.is_open and (window := deadline.window)
    }


def _binding_link(deadline: DeadlineView, window: Window) -> Link:
    """Return the link that says why the date binds, the first of its derivation: by whom it was agreed."""
    return deadline.derivation[0] if deadline.derivation else Agreed(window)


def _notices(
    view: CycleView,
    moves: Sequence[Move],
    promises: Told,
    waiting: Sequence[_Waiting],
    people: Mapping[int, str],
) -> Iterator[Notice]:
    """Yield each notice once for each step."""
    steps = {view[move.step].id: move for move in moves}
    heard = {
        (number, person): promise.due_on for (number, person, _), promise in sorted(promises.items(), key=_by_person)
    }
    for (number, person), was in heard.items():
        if number in steps and was and was != steps[number].now:
            yield Notice(steps[number].step, people[person], was, CHANGE if steps[number].now else GONE)
    for number, person, issued, due in dict.fromkeys(row for row in waiting if row.deadline_id in steps):
        yield Notice(steps[number].step, people[person], due, UNTIL_ISSUED if issued else WITHDRAWN)


def _by_person(item: tuple[tuple[int, int, str], object]) -> tuple[int, int, str]:
    return item[0]
