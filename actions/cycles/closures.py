"""Ending a cycle: closed when all is settled, or abandoned with a reason; then nothing of it is chased."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles import promises, rows_to_change
from actions.cycles.promises import show
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import CycleName, Reason
from letters import cancellations, endings, retractions
from models.cycles import ABANDONED, Cycle
from planning.remedies import Call
from planning.rule_words import count_of
from record import journal
from record.cycles import snapshots
from record.mandates import cycle_clauses
from record.refusals import NotEnded, StillOpen


@act("cycle/close", who=(Grant.SECRETARIAT,), undo="cycle/reopen", tags=("cycles",), short="close")
def close(session: Session, cycle: CycleName, *, now: datetime, by: Identity) -> Done:
    """Close a cycle of which every step is completed or not required, and say what its mandate lacks.

    Raises NoSuchCycle, CycleEnded, StillOpen.
    """
    row = rows_to_change.living_cycle(session, cycle)
    left = [held.deadline.step for held in rows_to_change.steps_of(session, row) if not held.is_settled]
    if left:
        raise StillOpen(cycle, left)
    done = _end(session, row, "closed", None)
    lacking = cycle_clauses.left_of_mandate(session, cycle, now=max(now, row.last_act_at))
    return replace(done, notes=lacking, facts={**done.facts, "lacking": lacking})


@act("cycle/abandon", who=(Grant.SECRETARIAT,), undo="cycle/reopen", tags=("cycles",), short="abandon")
def abandon(session: Session, cycle: CycleName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Give a cycle up, and say what its mandate lacks; no reminder of it leaves any more.

    Raises NoSuchCycle, CycleEnded.
    """
    row = rows_to_change.living_cycle(session, cycle)
    lacking = cycle_clauses.left_of_mandate(session, cycle, now=max(now, row.last_act_at))
    done = _end(session, row, ABANDONED, because)
    return replace(done, notes=(*done.notes, *lacking), facts={**done.facts, "lacking": lacking})


@act("cycle/reopen", who=(Grant.SECRETARIAT,), undo="cycle/abandon", tags=("cycles",))
def reopen(session: Session, cycle: CycleName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Reopen a cycle that was closed or abandoned: reminders of its open steps leave again, and invitations anew.

    What is met or waived stays so, until it is reopened itself. Raises NoSuchCycle, NotEnded.
    """
    row = snapshots.cycle_row(session, cycle)
    if row.ending is None:
        raise NotEnded(cycle)
    undo, entry, ending = _end_again(row), journal.line(session), row.ending
    row.ending = row.ended_at = row.reason = None
    opened = [held for held in rows_to_change.steps_of(session, row) if not held.is_settled]
    for held in opened:
        held.deadline.open = True
        show(held.deadline, now=entry.at)
    endings.take_back(session, [held.deadline for held in opened], now=entry.at)
    told = cancellations.told(session, [held.deadline.id for held in opened])
    for held in opened:
        if held.deadline.id in told:
            promises.renew(session, held.deadline, held.promise, entry)
    as_before = [held.deadline for held in opened if held.deadline.id not in told]
    waiting = retractions.put_back(session, as_before, f"the cycle is {ending}")
    session.flush()
    return Done(
        "reopened",
        f"{cycle} is open again",
        cycle=cycle,
        facts={"because": because, "opened": [held.deadline.step for held in opened], "messages": waiting},
        notes=(_waiting(waiting),) if waiting else (),
        events=(Happening("reopened", "cycle", (cycle,)),),
        undo=undo,
    )


def _waiting(count: int) -> str:
    words = "letter that its end took back waits", "letters that its end took back wait"
    return f"{count_of(count, *words)} for approval"


def _end_again(cycle: Cycle) -> Call:
    """Return the act that ends the cycle once more as it was."""
    if cycle.ending == "closed":
        return Call("cycle/close", {"cycle": cycle.name})
    return Call("cycle/abandon", {"cycle": cycle.name, "because": cycle.reason})


def _end(session: Session, cycle: Cycle, ending: str, reason: str | None) -> Done:
    entry = journal.line(session)
    cycle.ending, cycle.ended_at, cycle.reason = ending, entry.at, reason
    steps = rows_to_change.steps_of(session, cycle)
    for held in steps:
        held.deadline.open = False
        if not held.is_settled:
            show(held.deadline, now=entry.at)
    retractions.suppress(session, [held.deadline for held in steps], f"the cycle is {ending}", now=entry.at)
    session.flush()
    dropped = [held.deadline for held in steps if not held.is_settled]
    cancellations.write(session, cycle, dropped, entry)
    return Done(
        ending,
        f"{cycle.name} is {ending}",
        cycle=cycle.name,
        facts={"because": reason},
        events=(Happening(ending, "cycle", (cycle.name,)),),
        undo=Call("cycle/reopen", {"cycle": cycle.name}),
    )
