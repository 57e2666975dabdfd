"""Agree the date of a step, which binds from then on, and say what the later computed steps do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import issue_rows, opening_days, recounts, rows_to_change
from actions.cycles.moved_dates import noticed
from actions.cycles.planned_cycles import Agreement
from actions.cycles.promises import Words, as_it_stands, promise
from actions.cycles.rows_to_change import Held, check_near
from actions.deadlines.objections import AcceptedDates, check
from kernel.declaration import act
from kernel.done import Changes, Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import AUTHORITY, CycleName, DateWords, Reason, Source, StepName, Sure
from models.journal import Entry
from planning.basis import Basis
from planning.calendar import Calendars
from planning.errors import NotADate
from planning.flags import Departs
from planning.grammar import parse
from planning.hours import Clock, hour_flags, is_same, stated_close
from planning.links import Link, Note, Replaced, Shifted
from planning.plan import Planned, day_flags
from planning.remedies import Call
from planning.replan import Move
from planning.rule_context import Known
from planning.rules import Rule
from planning.sentences import sentence
from planning.window import Precision, Window, day
from record import journal
from record.cycles import issues, snapshots
from record.cycles.issues import Unissued
from record.cycles.views import Agreed, CycleView, DeadlineView


class Later(StrEnum):
    """What the later computed steps do when a date is agreed."""

    KEEP = "keep"  # their dates; the window between gets shorter or longer
    SHIFT = "shift"  # by as many days
    SQUEEZE = "squeeze"  # by as many days, but not past the next date that binds


AgreedBy = Annotated[str | None, AUTHORITY]
LaterSteps = Annotated[
    Later,
    one_of(
        Later,
        "What later steps that are only reckoned do: keep their dates, shift by as many days, or squeeze before the "
        "next date that binds.",
    ),
]


@act("deadline/agree", who=(Grant.SECRETARIAT,), undo="deadline/withdraw-agreement", tags=("dates",), short="agree")
def agree(
    session: Session,
    cycle: CycleName,
    step: StepName,
    due: DateWords,
    *,
    because: Reason,
    document: Source = None,
    agreed_by: AgreedBy = None,
    later: LaterSteps = Later.KEEP,
    accept_conflicts: AcceptedDates = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Agree the date of a step; later steps that are only reckoned do as told.

    The date is a stated one (`2017-03-10`, `end of October 2017`, with an hour if need be). Who is `sure` may agree one
    far from the edition. A step that stands by rule may be given another date than its rule's: it is flagged as
    departing from it. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotADate, ReasonMissing,
    UnbelievableDay, FarFromEdition, PersonAsAuthority, and Objected for a date that hardly can be, unless it is
    accepted.
    """
    rule = literal(due)
    held = rows_to_change.open_step(session, cycle, step)
    before = snapshots.view(session, cycle, now)
    window = rule.window(Known({}))
    check_near(cycle, window.first, window.last, sure=sure)
    moved = _later(before, before[step], window.last, later)
    entry, words = journal.line(session), Words(agreed_by, document, because)
    if not moved and is_so(before[step], window, rule.clock, words):
        return Done("known", f"{cycle} {step} is agreed so already: {due}", is_nothing=True)
    own = own_move(before, step, window, rule.clock)
    notices = noticed(session, [(before, (*own, *moved))])[cycle]
    bind(session, held, before, Agreement(window, rule.clock, words=words), entry)
    for move in moved:
        _shift(session, rows_to_change.open_step(session, cycle, move.step), before, move, step, entry)
    opened = opening_days.follow(session, before, entry, now=now)
    session.flush()
    flagged = recounts.follow_change(session, cycle, entry)
    after = snapshots.view(session, cycle, now)
    check(before, after, {step, *(move.step for move in moved)}, accepted=accept_conflicts, sure=sure)
    waits = unissued(session, after, [step, *opened], now)
    facts: dict[str, object] = {"step": step, "due": str(rule), "because": because, "document": document}
    return Done(
        "agreed",
        f"{cycle} {step} is agreed: {agreed_words(rule, window)}{_until_issued(waits, step, now)}",
        cycle=cycle,
        facts=facts
        | {"agreed_by": agreed_by, "later": str(later), "moved": {move.step: move.now for move in moved}}
        | {name: value for name, value in (("accept_conflicts", accept_conflicts), ("sure", sure)) if value},
        changes=(Changes(cycle, other_days((*own, *moved)), conflicts=after.conflicts, notices=notices),),
        notes=(*departures(after, [step]), *opening_days.sentences(opened), *flagged),
        events=(Happening("agreed", "deadline", (cycle, step)),),
        next=issuing(cycle, waits),
        undo=Call("deadline/withdraw-agreement", {"cycle": cycle, "step": step}),
    )


def agreed_words(rule: Rule, window: Window) -> str:
    """Return a date as it is said once it is agreed: with its weekday, on which a slip shows, and the days meant."""
    words, last = str(rule), str(window.last)
    if window.precision is Precision.DAY:
        hour = f" {rule.clock}" if rule.clock else ""
        return f"{window.last:%A} {last}{hour}{'' if words.startswith(last) else f' ({words})'}"
    is_named = window.precision in (Precision.MONTH, Precision.YEAR) or last in words
    return words if is_named else f"{words}, {window.first} to {last}"


def departures(view: CycleView, steps: Collection[str]) -> tuple[str, ...]:
    """Return a sentence for each of these steps whose agreed date departs from the rule that it stands by."""
    return tuple(
        f"“{step}” {sentence(flag)}" for step in steps for flag in view[step].flags if isinstance(flag, Departs)
    )


def own_move(before: CycleView, step: str, window: Window, clock: Clock | None) -> tuple[Move, ...]:
    """Return the move of an agreed step to its new days; none where neither its last day nor its hour changes."""
    deadline, closes = before[step], stated_close(window.last, clock, before.zone)
    is_so = deadline.due == window.last and is_same(deadline.closes, closes)
    return () if is_so else (Move(step, deadline.due, window.last),)


def other_days(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return the moves that change the day, not the hour alone."""
    return tuple(move for move in moves if move.was != move.now)


def _until_issued(waits: Sequence[Unissued], step: str, now: datetime) -> str:
    """Return what members read of this step until its new date is issued."""
    return "".join(f"; {each.sentence(now)} until an approver issues it" for each in waits if each.step == step)


def unissued(session: Session, view: CycleView, steps: Collection[str], now: datetime) -> list[Unissued]:
    """Return those of these steps of which members do not read the date that is set, and will not by an issue."""
    return [each for each in issues.unissued(session, [view], now)[view.id] if each.step in steps]


def issuing(cycle: str, waits: Sequence[Unissued]) -> tuple[Call, ...]:
    """Return the act by which members read these dates; none where they read them."""
    steps = [each.step for each in waits]
    what = "let members read it" if len(steps) == 1 else "let members read them"
    return (Call("cycle/issue", {"cycle": cycle, "steps": steps}, what),) if steps else ()


def is_so(deadline: DeadlineView, window: Window, clock: Clock | None, words: Words) -> bool:
    """Return whether the deadline has that date already, by the same agreement."""
    is_agreed = deadline.basis is Basis.AGREED and deadline.agreed == Agreed(
        words.agreed_by, words.document, words.reason
    )
    return is_agreed and (deadline.window, deadline.clock) == (window, clock)


def literal(words: str) -> Rule:
    """Return the rule of a stated date. Raises NotARule, and NotADate for one that hangs from something."""
    rule = parse(words)
    if not rule.is_literal or rule.places:
        raise NotADate(words, "a date by itself; agree a day such as 2017-03-10, or 'end of October 2017'")
    return rule


def bind(session: Session, held: Held, view: CycleView, agreement: Agreement, entry: Entry) -> None:
    """Promise the agreed date of a deadline, with its reasons."""
    was, window, words = view[held.deadline.step], agreement.window, agreement.words
    planned = _dated(was, window, agreement.clock, view, snapshots.calendars(session))
    derivation: list[Link] = [words.link(window)]
    if was.due and was.due != window.last:
        derivation.append(Replaced(was.due, was.basis))
    derivation += [Note(was.note)] if was.note else []
    planned = replace(planned, basis=Basis.AGREED, derivation=tuple(derivation))
    row = promise(session, held.deadline, planned, entry, words=words, last=held.promise)
    issue_rows.follow(session, held.deadline, held.promise, row, entry)


def _dated(was: DeadlineView, window: Window, clock: Clock | None, view: CycleView, calendars: Calendars) -> Planned:
    """Return the deadline at other days, with the flags of its new closing day."""
    return replace(
        as_it_stands(was),
        due=window.last,
        earliest=window.first,
        precision=window.precision,
        closes=stated_close(window.last, clock, view.zone),
        flags=(*day_flags(window.last, view.place, calendars), *hour_flags(window.last, clock, view.zone)),
        clock=clock,
    )


def _later(view: CycleView, agreed: DeadlineView, due: date, later: Later) -> tuple[Move, ...]:
    """Return the moves of the later computed steps; agreed, outside and met dates never move."""
    if later is Later.KEEP or agreed.due is None or due == agreed.due:
        return ()
    delta = due - agreed.due
    limit = _next_bound(view, agreed) if later is Later.SQUEEZE else None
    moves = [_moved(deadline, delta, limit) for deadline in view.deadlines if _follows(deadline, agreed)]
    return other_days(moves)


def _follows(deadline: DeadlineView, agreed: DeadlineView) -> bool:
    assert agreed.due is not None
    computed = deadline.basis is Basis.PROPOSED and deadline.is_open
    return computed and deadline.due is not None and deadline.due > agreed.due


def _next_bound(view: CycleView, agreed: DeadlineView) -> date | None:
    assert agreed.due is not None
    bound = [
        deadline.due
        for deadline in view.deadlines
        if deadline.basis.is_set and deadline.due and deadline.due > agreed.due
    ]
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
    planned = _dated(was, day(move.now), was.clock, view, snapshots.calendars(session))
    derivation = (Shifted(move.now, because_of, move.days), *was.derivation)
    row = promise(session, held.deadline, replace(planned, derivation=derivation), entry, last=held.promise)
    issue_rows.follow(session, held.deadline, held.promise, row, entry)
