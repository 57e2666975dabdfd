"""Agree the date of a step, which binds from then on, and say what the later computed steps do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.cycles.move_preview import noticed
from actions.cycles.planned_cycles import Agreement
from actions.cycles.promises import Words, as_it_stands, promise, restore
from actions.cycles.rows_to_change import Held, check_near
from kernel.declaration import act
from kernel.done import Changes, Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import WORDS, CycleName, DateWords, Reason, Source, StepName, Sure
from models.deadlines import Promise
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
from planning.window import Window, day
from record import journal
from record.cycles import snapshots
from record.cycles.views import Agreed, CycleView, DeadlineView
from record.refusals import NotAgreed

WITHDRAWING = "deadline/withdraw-agreement"
AGREEING = ("deadline/agree", "agree")  # the act's name in lines of the journal, and in those before version 2


class Later(StrEnum):
    """What the later computed steps do when a date is agreed."""

    KEEP = "keep"  # their dates; the window between gets shorter or longer
    SHIFT = "shift"  # by as many days
    SQUEEZE = "squeeze"  # by as many days, but not past the next date that binds


AgreedBy = Annotated[
    str | None,
    WORDS.saying("The meeting, or the Chair, that decided; members read it with the document, else the office."),
]
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
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Agree the date of a step; later steps that are only reckoned do as told.

    The date is a stated one (`2017-03-10`, `end of October 2017`, with an hour if need be). Who is `sure` may agree one
    far from the edition. A step that stands by rule may be given another date than its rule's: it is flagged as
    departing from it. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotADate, ReasonMissing,
    UnbelievableDay, FarFromEdition.
    """
    rule = literal(due)
    held = rows_to_change.open_step(session, cycle, step)
    before = snapshots.view(session, cycle, now)
    window = rule.window(Known({}))
    check_near(cycle, window.first, window.last, sure=sure)
    moved = _later(before, before[step], window.last, later)
    entry, words = journal.line(session), Words(agreed_by, document, because)
    if not moved and _is_so(before[step], window, rule.clock, words):
        return Done("known", f"{cycle} {step} is agreed so already: {due}", is_nothing=True)
    own = Move(step, before[step].due, window.last)
    closes = stated_close(window.last, rule.clock, before.zone)
    is_other = own.was != own.now or not is_same(before[step].closes, closes)
    notices = noticed(session, [(before, (own, *moved) if is_other else moved)])[cycle]
    _bind(session, held, before, Agreement(window, rule.clock, words=words), entry)
    for move in moved:
        _shift(session, rows_to_change.open_step(session, cycle, move.step), before, move, step, entry)
    session.flush()
    after = snapshots.view(session, cycle, now)
    facts: dict[str, object] = {"step": step, "due": str(rule), "because": because, "document": document}
    return Done(
        "agreed",
        f"{cycle} {step} is agreed: {due}",
        cycle=cycle,
        facts=facts | {"agreed_by": agreed_by, "later": str(later), "moved": {move.step: move.now for move in moved}},
        changes=(
            Changes(
                cycle,
                (own, *moved) if own.was != own.now else moved,
                conflicts=after.conflicts,
                notices=notices,
            ),
        ),
        notes=tuple(f"{step} {sentence(flag)}" for flag in after[step].flags if isinstance(flag, Departs)),
        events=(Happening("agreed", "deadline", (cycle, step)),),
        undo=Call("deadline/withdraw-agreement", {"cycle": cycle, "step": step}),
    )


@act("deadline/withdraw-agreement", who=(Grant.SECRETARIAT,), undo="deadline/agree", tags=("dates",))
def withdraw_agreement(
    session: Session, cycle: CycleName, step: StepName, *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Take an agreed date back: the step, and what moved with it, have their former dates again.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotAgreed.
    """
    held = rows_to_change.open_step(session, cycle, step)
    if held.promise.basis is not Basis.AGREED:
        raise NotAgreed(cycle, step, held.promise.basis)
    agreement, earlier = _agreement(session, held)
    moves = [Move(other.deadline.step, other.promise.due_on, was.due_on) for other, was in earlier]
    view = snapshots.view(session, cycle, now)
    notices = noticed(session, [(view, [move for move in moves if move.was != move.now])])[cycle]
    for other, was in earlier:
        restore(session, other.deadline, was, other.promise, journal.line(session))
    session.flush()
    return Done(
        "withdrawn",
        f"the agreement on {cycle} {step} is withdrawn",
        cycle=cycle,
        facts={"step": step, "because": because, "moved": {move.step: move.now for move in moves}},
        changes=(
            Changes(cycle, tuple(moves), conflicts=snapshots.view(session, cycle, now).conflicts, notices=notices),
        ),
        events=(Happening("agreement-withdrawn", "deadline", (cycle, step)),),
        undo=Call("deadline/agree", {"cycle": cycle, "step": step} | _words(session, agreement)),
    )


def _is_so(deadline: DeadlineView, window: Window, clock: Clock | None, words: Words) -> bool:
    """Return whether the deadline has that date already, by the same agreement."""
    is_agreed = deadline.basis is Basis.AGREED and deadline.agreed == Agreed(
        words.agreed_by, words.document, words.reason
    )
    return is_agreed and (deadline.window, deadline.clock) == (window, clock)


def _agreement(session: Session, held: Held) -> tuple[Promise, list[tuple[Held, Promise]]]:
    """Return the agreed date, and each deadline that the same act dated with the date that it had before.

    Dates that were withdrawn since do not count: what is agreed now may be an earlier agreement. Raises NotAgreed.
    """
    steps = rows_to_change.steps_of(session, held.cycle)
    lines = {row.entry_id for step in steps for row in step.deadline.promises}
    acts = {row.id: row.act for row in session.execute(select(Entry.id, Entry.act).where(Entry.id.in_(lines)))}
    dated = [(step, *_dated_by(step.deadline.promises, acts)) for step in steps]
    agreement = next(row for step, row, _ in dated if step.deadline.id == held.deadline.id)
    earlier = [(step, was) for step, row, was in dated if was and row.entry_id == agreement.entry_id]
    if acts[agreement.entry_id] not in AGREEING or held.deadline.id not in [step.deadline.id for step, _ in earlier]:
        raise NotAgreed(held.cycle.name, held.deadline.step, "the first that this cycle knows")
    return agreement, [(step, was) for step, was in earlier if not step.is_settled]


def _dated_by(promises: Sequence[Promise], acts: Mapping[int, str]) -> tuple[Promise, Promise | None]:
    """Return the row that first gave the present date, and the one before it; a withdrawal repeats an older date."""
    row = promises[-1]
    while acts[row.entry_id] == WITHDRAWING:
        before = promises[: promises.index(row)]
        row = next(each for each in reversed(before) if _date_of(each) == _date_of(row))
    number = promises.index(row)
    return row, promises[number - 1] if number else None


def _date_of(row: Promise) -> tuple[object, ...]:
    return row.due_on, row.closes_at, row.basis, row.agreed_by, row.document, row.reason


def _words(session: Session, agreement: Promise) -> dict[str, object]:
    """Return the words with which the date was agreed, as its line keeps them."""
    facts = journal.facts_of(session.get_one(Entry, agreement.entry_id))
    return {name: facts[name] for name in ("due", "because", "document", "agreed_by", "later") if facts.get(name)}


def literal(words: str) -> Rule:
    """Return the rule of a stated date. Raises NotARule, and NotADate for one that hangs from something."""
    rule = parse(words)
    if not rule.is_literal:
        raise NotADate(words, "a date by itself; agree a day such as 2017-03-10, or 'end of October 2017'")
    return rule


def _bind(session: Session, held: Held, view: CycleView, agreement: Agreement, entry: Entry) -> None:
    was, window, words = view[held.deadline.step], agreement.window, agreement.words
    planned = _dated(was, window, agreement.clock, view, snapshots.calendars(session))
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
    return tuple(move for move in moves if move.was != move.now)


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
    promise(session, held.deadline, replace(planned, derivation=derivation), entry, last=held.promise)
