"""Agreeing a date: it binds its own step, and says what the later computed steps do."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import reading, rows
from actions.cycles.nearness import check_near
from actions.cycles.promising import Words, as_it_stands, promise
from actions.cycles.rows import Held
from actions.cycles.views import CycleView, DeadlineView
from actions.refusals import ReasonMissing
from models.journal import Entry
from planning.basis import Basis
from planning.calendar import Calendars
from planning.errors import NotADate
from planning.fit import Conflict
from planning.grammar import parse
from planning.hours import Clock, close_of, hour_flags
from planning.known import Known
from planning.links import Link, Note, Replaced, Shifted
from planning.plan import Planned, day_flags
from planning.replan import Move
from planning.rules import Rule
from planning.window import Window, day


class Later(StrEnum):
    """What the later computed steps do when a date is agreed."""

    KEEP = "keep"  # their dates; the window between gets shorter or longer
    SHIFT = "shift"  # by as many days
    SQUEEZE = "squeeze"  # by as many days, but not past the next date that binds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an agreement did: the moves, and what no longer fits."""

    moves: tuple[Move, ...]
    conflicts: tuple[Conflict, ...]


def agree(
    session: Session,
    name: str,
    step: str,
    words: str,
    *,
    because: str,
    document: str | None = None,
    agreed_by: str | None = None,
    later: Later = Later.KEEP,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Outcome:
    """Return what moved. The date is a stated one (`2017-03-10`, `end of October 2017`, with an hour if need be).

    Who is `sure` may agree one far from the edition. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled,
    NotADate, ReasonMissing, UnbelievableDay, FarFromEdition.
    """
    if not because.strip():
        raise ReasonMissing("agreeing a date")
    rule = literal(words)
    held = rows.open_step(session, name, step)
    before = reading.view(session, name, now)
    window = rule.window(Known({}))
    check_near(name, window.first, window.last, sure=sure)
    moved = _later(before, before[step], window.last, later)
    told: dict[str, object] = {"step": step, "due": str(rule), "because": because, "document": document}
    told |= {"agreed_by": agreed_by, "later": str(later), "moved": {move.step: move.now for move in moved}}
    entry = journal.write(session, "agree", told, cycle=held.cycle, now=now, by=by)
    agreement = Words(agreed_by or by, document, because)
    _bind(session, held, before, window, rule.clock, agreement, entry)
    for move in moved:
        _shift(session, rows.open_step(session, name, move.step), before, move, step, entry)
    session.flush()
    after = reading.view(session, name, now)
    own = Move(step, before[step].due, window.last)
    return Outcome((own, *moved) if own.was != own.now else moved, after.conflicts)


def literal(words: str) -> Rule:
    """Return the rule of a stated date. Raises NotARule, and NotADate for one that hangs from something."""
    rule = parse(words)
    if not rule.is_literal:
        raise NotADate(words, "a date by itself; agree a day such as 2017-03-10, or 'end of October 2017'")
    return rule


def _bind(
    session: Session, held: Held, view: CycleView, window: Window, clock: Clock | None, words: Words, entry: Entry
) -> None:
    was = view[held.deadline.step]
    planned = _dated(was, window, clock, view, reading.calendars(session))
    derivation: list[Link] = [words.link(window)]
    if was.due and was.due != window.last:
        derivation.append(Replaced(was.due, was.basis))
    derivation += [Note(was.note)] if was.note else []
    planned = replace(planned, basis=Basis.AGREED, derivation=tuple(derivation))
    promise(session, held.deadline, planned, entry, words=words, last=held.promise)


def _dated(was: DeadlineView, window: Window, clock: Clock | None, view: CycleView, calendars: Calendars) -> Planned:
    """Return the deadline at other days, with the flags of its new closing day."""
    return replace(
        as_it_stands(was),
        due=window.last,
        earliest=window.first,
        precision=window.precision,
        closes=close_of(window.last, clock, view.zone),
        flags=(*day_flags(window.last, view.place, calendars), *hour_flags(window.last, clock, view.zone)),
        clock=clock,
    )


def _later(view: CycleView, agreed: DeadlineView, due: date, later: Later) -> tuple[Move, ...]:
    """Return the moves of the later computed steps: of those only, for agreed, outside and met dates never move."""
    if later is Later.KEEP or agreed.due is None or due == agreed.due:
        return ()
    delta = due - agreed.due
    limit = _next_bound(view, agreed) if later is Later.SQUEEZE else None
    found = [_moved(deadline, delta, limit) for deadline in view.deadlines if _follows(deadline, agreed)]
    return tuple(move for move in found if move.was != move.now)


def _follows(deadline: DeadlineView, agreed: DeadlineView) -> bool:
    assert agreed.due is not None
    computed = deadline.basis is Basis.PROPOSED and deadline.is_open
    return computed and deadline.due is not None and deadline.due > agreed.due


def _next_bound(view: CycleView, agreed: DeadlineView) -> date | None:
    assert agreed.due is not None
    bound = [found.due for found in view.deadlines if found.basis.binds and found.due and found.due > agreed.due]
    return min(bound, default=None)


def _moved(deadline: DeadlineView, delta: timedelta, limit: date | None) -> Move:
    assert deadline.due is not None
    target = deadline.due + delta
    if limit and deadline.due <= limit < target:
        target = limit
    return Move(deadline.step, deadline.due, target)


def _shift(session: Session, held: Held, view: CycleView, move: Move, because_of: str, entry: Entry) -> None:
    was = view[move.step]
    assert move.now is not None
    assert move.days is not None
    planned = _dated(was, day(move.now), was.clock, view, reading.calendars(session))
    derivation = (Shifted(move.now, because_of, move.days), *was.derivation)
    promise(session, held.deadline, replace(planned, derivation=derivation), entry, last=held.promise)
