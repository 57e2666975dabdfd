"""Settling a deadline: met on a day with its evidence, waived with a reason, or reopened."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import addressing, rows
from actions.cycles.nearness import check_near
from actions.cycles.promising import touch
from actions.cycles.rows import Held
from actions.owed import suppressing
from actions.papers import submitting
from actions.refusals import NoEvidence, NotAnAddress, NotLate, NotSettled, OutOfTime, ReasonMissing
from models.deadlines import Deadline, Settlement
from models.journal import Entry
from planning.evidence import Evidence
from planning.hours import zone_info


def mark_met(
    session: Session,
    name: str,
    step: str,
    *,
    on: date | None = None,
    document: str | None = None,
    url: str | None = None,
    accepted_by: str | None = None,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Deadline:
    """Record that the deadline was met, today in the chain's zone unless told the day; nothing more is sent for it.

    A step that needs a second person's confirmation is only reported, and stays open until that (`confirming`).
    What it should have answered and has not is journaled beside it (`addressing`), not refused.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NoEvidence, NotAnAddress, OutOfTime for a day still to
    come, NotLate when somebody accepted as late what was not, UnbelievableDay, and FarFromEdition for a day years from
    the edition of which nobody is `sure`.
    """
    held = rows.open_step(session, name, step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    if on and on > today:
        raise OutOfTime(now, f"{step} cannot have been met on {on}, a day still to come")
    check_near(name, on, sure=sure)
    met = _Met(on or today, document, url, accepted_by)
    _check(held, met)
    kind = "reported" if held.deadline.confirmation else "met"
    told = {"step": step, "on": met.on, "document": document, "url": url, "accepted_by": accepted_by}
    told |= {"unanswered": addressing.left_open(session, name, step, now=max(now, held.cycle.last_act_at))}
    entry = journal.write(session, kind, told, cycle=held.cycle, now=now, by=by)
    return settle(session, held, kind, met.on, entry, document=document, url=url, accepted_by=accepted_by)


@dataclass(frozen=True, slots=True)
class _Met:
    """On which day something was met, with what, and who accepted it although it was late."""

    on: date
    document: str | None
    url: str | None
    accepted_by: str | None


def _check(held: Held, met: _Met) -> None:
    wanted, step, due = held.deadline.evidence, held.deadline.step, held.promise.due_on
    if met.url:
        check_address(met.url)
    if not (met.url or (met.document and wanted != Evidence.URL)) and wanted != Evidence.NONE:
        raise NoEvidence(step, wanted)
    if met.accepted_by and not (due and met.on > due):
        raise NotLate(step, met.on, due)


def check_address(url: str) -> None:
    """Return nothing for an address on the web, as it goes into mails. Raises NotAnAddress."""
    if not re.fullmatch(r"https?://\S+", url):
        raise NotAnAddress(url)


def waive(session: Session, name: str, step: str, *, because: str, now: datetime, by: str) -> Deadline:
    """Record that the deadline need not be met. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled."""
    if not because.strip():
        raise ReasonMissing("waiving a deadline")
    held = rows.open_step(session, name, step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    entry = journal.write(session, "waive", {"step": step, "because": because}, cycle=held.cycle, now=now, by=by)
    return settle(session, held, "waived", today, entry, reason=because)


def reopen(session: Session, name: str, step: str, *, because: str, now: datetime, by: str) -> Deadline:
    """Take a settlement back; reminders begin anew, under a new promise. Raises NotSettled."""
    if not because.strip():
        raise ReasonMissing("reopening a deadline")
    held = rows.step_of(session, name, step)
    if not held.is_settled and not held.is_reported:
        raise NotSettled(step)
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    entry = journal.write(session, "reopen", {"step": step, "because": because}, cycle=held.cycle, now=now, by=by)
    held.deadline.promise += 1
    _renumber(session, held, entry)
    return settle(session, held, "reopened", today, entry, reason=because)


def _renumber(session: Session, held: Held, entry: Entry) -> None:
    """Promise the same date again under the new number, so that history can be read by number alone."""
    kept = {
        name: getattr(held.promise, name)
        for name in held.promise.__mapper__.column_attrs.keys()  # noqa: SIM118  a collection of names, not a dict
        if name not in ("id", "number", "at", "entry_id")
    }
    row = type(held.promise)(**kept, number=held.deadline.promise, at=entry.at, entry_id=entry.id)
    session.add(row)


def settle(
    session: Session,
    held: Held,
    kind: str,
    on: date,
    entry: Entry,
    *,
    document: str | None = None,
    url: str | None = None,
    reason: str | None = None,
    accepted_by: str | None = None,
    reported_by: str | None = None,
) -> Deadline:
    """Write how the deadline was settled, and take back what waits to be sent of it once it is met or waived.

    What was `reported_by` one person is confirmed by the entry's.
    """
    deadline = held.deadline
    session.add(
        Settlement(
            deadline_id=deadline.id,
            kind=kind,
            on=on,
            by=reported_by or entry.by,
            document=document,
            url=url,
            reason=reason,
            at=entry.at,
            entry_id=entry.id,
            accepted_by=accepted_by,
            confirmed_by=entry.by if reported_by else None,
        )
    )
    deadline.open = kind in ("reopened", "reported")
    touch(deadline, now=entry.at)
    if not deadline.open:
        suppressing.suppress(session, deadline, f"it is {kind}", now=entry.at)
    submitting.hand_over_settled(session, held, kind, entry, on=on, document=document, url=url)
    session.flush()
    return deadline
