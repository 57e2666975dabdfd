"""Ending a cycle: closed when all is settled, or abandoned with a reason; then nothing of it is chased."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import rows
from actions.cycles.promising import touch
from actions.owed import suppressing
from actions.refusals import ReasonMissing, StillOpen
from models.cycles import Cycle


def close(session: Session, name: str, *, now: datetime, by: str) -> Cycle:
    """Close a cycle of which every step is met or waived. Raises NoSuchCycle, CycleEnded, StillOpen."""
    cycle = rows.living_cycle(session, name)
    left = [held.deadline.step for held in rows.steps_of(session, cycle) if not held.is_settled]
    if left:
        raise StillOpen(name, left)
    return _end(session, cycle, "closed", None, now=now, by=by)


def abandon(session: Session, name: str, *, because: str, now: datetime, by: str) -> Cycle:
    """Give a cycle up, with the reason. Raises NoSuchCycle, CycleEnded, ReasonMissing."""
    if not because.strip():
        raise ReasonMissing("abandoning a cycle")
    return _end(session, rows.living_cycle(session, name), "abandoned", because, now=now, by=by)


def _end(session: Session, cycle: Cycle, ending: str, reason: str | None, *, now: datetime, by: str) -> Cycle:
    act = "close" if ending == "closed" else "abandon"
    journal.write(session, act, {"because": reason}, cycle=cycle, now=now, by=by)
    cycle.ending, cycle.ended_at, cycle.reason = ending, now, reason
    for held in rows.steps_of(session, cycle):
        held.deadline.open = False
        if not held.is_settled:
            touch(held.deadline, now=now)
        suppressing.suppress(session, held.deadline, f"the cycle is {ending}", now=now)
    session.flush()
    return cycle
