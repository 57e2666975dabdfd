"""Write a date into the record: one append-only row, and the counters that outdate messages of the old date."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions.cycles import issue_rows
from actions.cycles.issue_rows import wake
from letters import retractions
from models.deadlines import Deadline, Promise
from models.journal import Entry
from models.outbox import Message
from planning import links
from planning.basis import Basis, with_force
from planning.flags import Past
from planning.hours import is_same
from planning.plan import Planned
from planning.window import Window
from planning.zones import local_day
from record.cycles.views import DeadlineView


@dataclass(frozen=True, slots=True)
class Words:
    """Who agreed a date, by which document and why; empty for a computed one."""

    agreed_by: str | None = None
    document: str | None = None
    reason: str | None = None

    def link(self, window: Window) -> links.Agreed:
        """Return the link that says so of these days: `2017-03-10 was agreed by the 30th meeting (C17/8)`."""
        return links.Agreed(window, self.agreed_by or None, self.document or None)


NO_WORDS = Words()


def promise(
    session: Session,
    deadline: Deadline,
    planned: Planned,
    entry: Entry,
    *,
    words: Words = NO_WORDS,
    last: Promise | None = None,
) -> Promise:
    """Write and return the new row; if the date changes, take back what has not left to the Secretariat of the old one.

    Members keep reading what was issued.
    """
    changed = last is None or not _is_same_date(last, planned.due, planned.opens, planned.closes)
    if last is None or changed or _turns(deadline, last.basis, planned.basis):
        deadline.promise += 1
        deadline.short_because = None
        retractions.suppress(session, [deadline], issue_rows.CHANGED, ~Message.issued, now=entry.at)
    row = Promise(
        deadline_id=deadline.id,
        number=deadline.promise,
        due_on=planned.due,
        earliest_on=planned.earliest,
        opens_on=planned.opens,
        precision=planned.precision,
        stated_time=planned.clock.at if planned.clock else None,
        stated_zone=planned.clock.zone if planned.clock else None,
        closes_at=planned.closes,
        basis=Basis.PROPOSED if planned.basis is Basis.RULE else planned.basis,
        flags=[flag.to_json() for flag in planned.flags],
        derivation=[link.to_json() for link in (*planned.derivation, *_lasting(last, planned))],
        agreed_by=words.agreed_by,
        document=words.document,
        reason=words.reason,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    touch(deadline, now=entry.at)
    return row


def _is_same_date(last: Promise, due: date | None, opens: date | None, closes: datetime | None) -> bool:
    return (last.due_on, last.opens_on) == (due, opens) and is_same(last.closes_at, closes)


def _turns(deadline: Deadline, was: Basis, now: Basis) -> bool:
    """Return True if members who read the last promise may be told its date no longer, or again."""
    is_set = [with_force(basis, deadline.force).is_set for basis in (was, now)]
    return deadline.issued == deadline.promise and is_set[0] is not is_set[1]


def flagged_if_past(planned: Planned, opened_at: datetime) -> Planned:
    """Return the date with the flag that it was past when its cycle was opened, if it was: it is not chased."""
    others = tuple(flag for flag in planned.flags if not isinstance(flag, Past))
    is_past = planned.closes is not None and planned.closes < opened_at
    return replace(planned, flags=(*others, Past(local_day(opened_at))) if is_past else others)


def _lasting(last: Promise | None, planned: Planned) -> tuple[links.Link, ...]:
    """Return what the last promise says of the edition before it, which a plan made from the rows does not know."""
    said = links.derivation(last.derivation) if last else ()
    return tuple(link for link in said if isinstance(link, links.OfLastEdition) and link not in planned.derivation)


def repeat(session: Session, deadline: Deadline, row: Promise, entry: Entry) -> Promise:
    """Promise the date of an earlier row again under the deadline's number, so that history reads by number alone."""
    kept = {
        name: getattr(row, name)
        for name in row.__mapper__.column_attrs.keys()  # noqa: SIM118  a collection of names, not a dict
        if name not in ("id", "number", "at", "entry_id")
    }
    again = Promise(**kept, number=deadline.promise, at=entry.at, entry_id=entry.id)
    session.add(again)
    return again


def renew(session: Session, deadline: Deadline, was: Promise, entry: Entry) -> None:
    """Promise the same date under a new number, so that its reminders begin anew, for members as well."""
    deadline.promise += 1
    issue_rows.carry_over(session, deadline, was, repeat(session, deadline, was, entry), entry)


def restore(session: Session, deadline: Deadline, row: Promise, last: Promise, entry: Entry) -> Promise:
    """Promise the date of an earlier row again, with its basis; take back what waits to be sent of the last one."""
    changed = not _is_same_date(last, row.due_on, row.opens_on, row.closes_at)
    if changed or _turns(deadline, last.basis, row.basis):
        deadline.promise += 1
        retractions.suppress(session, [deadline], issue_rows.CHANGED, ~Message.issued, now=entry.at)
    touch(deadline, now=entry.at)
    return repeat(session, deadline, row, entry)


def as_it_stands(deadline: DeadlineView) -> Planned:
    """Return the deadline's present date as a plan would give it, to be promised anew with what changes replaced."""
    return Planned(
        step=deadline.step,
        title=deadline.title,
        by=deadline.by,
        to=deadline.to,
        opens=deadline.opens,
        due=deadline.due,
        earliest=deadline.earliest,
        precision=deadline.precision,
        closes=deadline.closes,
        basis=deadline.basis,
        flags=deadline.flags,
        float_days=None,
        derivation=deadline.derivation,
        clock=deadline.clock,
        source=deadline.source,
    )


def show(deadline: Deadline, *, now: datetime) -> None:
    """Count a change that members see at once, unlike a date, which waits for its issue."""
    deadline.shown += 1
    deadline.shown_at = now
    touch(deadline, now=now)


def touch(deadline: Deadline, *, now: datetime) -> None:
    """Count a change that a subscriber can see, and have the round look at the deadline again."""
    deadline.sequence += 1
    deadline.updated_at = now
    wake(deadline, now=now)
