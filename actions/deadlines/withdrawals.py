"""Take agreed dates back: the step, and what moved with it, have their former dates again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import issue_rows, opening_days, recounts, rows_to_change
from actions.cycles.moved_dates import noticed
from actions.cycles.promises import restore
from actions.cycles.rows_to_change import Held
from kernel.declaration import act
from kernel.done import Changes, Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import CycleName, Reason, StepName
from models.deadlines import Promise
from models.journal import Entry
from planning.basis import Basis, with_force
from planning.remedies import Call
from planning.replan import Move
from record import journal
from record.cycles import snapshots
from record.refusals import NotAgreed

WITHDRAWING = "deadline/withdraw-agreement"
AGREEING = ("deadline/agree", "agree")  # the act's name in lines of the journal, and in those before version 2
STATED = ("due", "because", "document", "agreed_by", "later", "accept_conflicts", "sure")  # as a line keeps them


@act("deadline/withdraw-agreement", who=(Grant.SECRETARIAT,), undo="deadline/agree", tags=("dates",))
def withdraw_agreement(
    session: Session, cycle: CycleName, step: StepName, *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Take an agreed date back: the step, and what moved with it, have their former dates again.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotAgreed.
    """
    return withdraw(session, cycle, step, because, journal.line(session), now=now)


def withdraw(session: Session, cycle: str, step: str, because: str, entry: Entry, *, now: datetime) -> Done:
    """Take an agreed date back under this line. Raises as the act."""
    held = rows_to_change.open_step(session, cycle, step)
    if held.promise.basis is not Basis.AGREED:
        raise NotAgreed(cycle, step, with_force(held.promise.basis, held.deadline.force).label)
    agreement, earlier = _agreement(session, held)
    moves = [Move(other.deadline.step, other.promise.due_on, was.due_on) for other, was in earlier]
    view = snapshots.view(session, cycle, now)
    notices = noticed(session, [(view, [move for move in moves if move.was != move.now])])[cycle]
    for other, was in earlier:
        row = restore(session, other.deadline, was, other.promise, entry)
        issue_rows.follow(session, other.deadline, other.promise, row, entry)
    opened = opening_days.follow(session, view, entry, now=now)
    session.flush()
    flagged = recounts.follow_change(session, cycle, entry)
    return Done(
        "withdrawn",
        f"the agreement on {cycle} {step} is withdrawn",
        cycle=cycle,
        facts={"step": step, "because": because, "moved": {move.step: move.now for move in moves}},
        changes=(
            Changes(cycle, tuple(moves), conflicts=snapshots.view(session, cycle, now).conflicts, notices=notices),
        ),
        notes=(*opening_days.sentences(opened), *flagged),
        events=(Happening("agreement-withdrawn", "deadline", (cycle, step)),),
        undo=Call("deadline/agree", {"cycle": cycle, "step": step} | words_of(session, agreement)),
    )


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
    """Return the row that first gave the present date, and the one before it.

    A withdrawal repeats an older date, and a window whose opening alone moved repeats the date before.
    """
    number = len(promises) - 1
    while acts[promises[number].entry_id] == WITHDRAWING or _repeats(promises, number):
        date_now = _date_of(promises[number])
        number = next(each for each in reversed(range(number)) if _date_of(promises[each]) == date_now)
    return promises[number], promises[number - 1] if number else None


def _repeats(promises: Sequence[Promise], number: int) -> bool:
    return number > 0 and _date_of(promises[number - 1]) == _date_of(promises[number])


def _date_of(row: Promise) -> tuple[object, ...]:
    return row.due_on, row.closes_at, row.basis, row.agreed_by, row.document, row.reason


def words_of(session: Session, agreement: Promise) -> dict[str, object]:
    """Return the words with which the date was agreed, as its line keeps them."""
    facts = journal.facts_of(session.get_one(Entry, agreement.entry_id))
    return {name: facts[name] for name in STATED if facts.get(name)}
