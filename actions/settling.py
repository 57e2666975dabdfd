"""Settling a deadline: met on a day with its evidence, waived with a reason, or reopened."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import journal, rows, suppressing
from actions.promising import touch
from actions.refusals import NotSettled, OutOfTime, ReasonMissing
from actions.rows import Held
from models.deadlines import Deadline, Settlement
from models.journal import Entry
from planning.hours import zone_info


def mark_met(
    session: Session,
    name: str,
    step: str,
    *,
    on: date | None = None,
    document: str | None = None,
    url: str | None = None,
    now: datetime,
    by: str,
) -> Deadline:
    """Record that the deadline was met, today in the chain's zone unless told the day; nothing more is sent for it.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, OutOfTime for a day still to come.
    """
    held = rows.open_step(session, name, step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    if on and on > today:
        raise OutOfTime(now, f"{step} cannot have been met on {on}, a day still to come")
    told = {"step": step, "on": on or today, "document": document, "url": url}
    entry = journal.write(session, "met", told, cycle=held.cycle, now=now, by=by)
    return _settle(session, held, "met", on or today, entry, document=document, url=url)


def waive(session: Session, name: str, step: str, *, because: str, now: datetime, by: str) -> Deadline:
    """Record that the deadline need not be met. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled."""
    if not because.strip():
        raise ReasonMissing("waiving a deadline")
    held = rows.open_step(session, name, step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    entry = journal.write(session, "waive", {"step": step, "because": because}, cycle=held.cycle, now=now, by=by)
    return _settle(session, held, "waived", today, entry, reason=because)


def reopen(session: Session, name: str, step: str, *, because: str, now: datetime, by: str) -> Deadline:
    """Take a settlement back; reminders begin anew, under a new promise. Raises NotSettled."""
    if not because.strip():
        raise ReasonMissing("reopening a deadline")
    held = rows.step_of(session, name, step)
    if not held.is_settled:
        raise NotSettled(step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    entry = journal.write(session, "reopen", {"step": step, "because": because}, cycle=held.cycle, now=now, by=by)
    held.deadline.promise += 1
    _renumber(session, held, entry)
    return _settle(session, held, "reopened", today, entry, reason=because)


def _renumber(session: Session, held: Held, entry: Entry) -> None:
    """Promise the same date again under the new number, so that history can be read by number alone."""
    kept = {
        name: getattr(held.promise, name)
        for name in held.promise.__mapper__.column_attrs.keys()  # noqa: SIM118  a collection of names, not a dict
        if name not in ("id", "number", "at", "entry_id")
    }
    row = type(held.promise)(**kept, number=held.deadline.promise, at=entry.at, entry_id=entry.id)
    session.add(row)


def _settle(
    session: Session,
    held: Held,
    kind: str,
    on: date,
    entry: Entry,
    *,
    document: str | None = None,
    url: str | None = None,
    reason: str | None = None,
) -> Deadline:
    deadline = held.deadline
    session.add(
        Settlement(
            deadline_id=deadline.id,
            kind=kind,
            on=on,
            by=entry.by,
            document=document,
            url=url,
            reason=reason,
            at=entry.at,
            entry_id=entry.id,
        )
    )
    deadline.open = kind == "reopened"
    touch(deadline, now=entry.at)
    if not deadline.open:
        suppressing.suppress(session, deadline, f"it is {kind}", now=entry.at)
    session.flush()
    return deadline
