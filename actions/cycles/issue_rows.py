"""Write into the record what members read: a row of its own for each issue, and the fence of their letters."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from letters import retractions
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.issues import Issue, IssueStop, stands
from models.journal import Entry
from models.meetings import Meeting
from models.outbox import Message, MessageKind, Owed, StandingRelease, is_current
from planning.basis import Basis
from record.cycles import issues, snapshots
from record.cycles.meeting_issues import Waiting

CHANGED = "its date has changed"
STOPPED = "its date has changed by an issue"


@dataclass(frozen=True, slots=True)
class Approval:
    """From when on a date is public, when the membership is told by letter, and whether such letters wait.

    With the meeting that it is issued with, where it is; and whether it lets out the invitation and the recalls of a
    window.
    """

    effective_at: datetime
    tells_at: datetime | None = None
    held: bool = True
    meeting: Meeting | None = None
    invites: bool = False


def takes_effect_at(session: Session, approved_at: datetime) -> datetime:
    """Return when what is approved at this instant becomes public."""
    return issues.takes_effect_at(approved_at, snapshots.calendars(session))


def issue(session: Session, deadline: Deadline, row: Promise, entry: Entry, approval: Approval) -> None:
    """Issue a promise. What reads as before is as public as before, and no counter rises.

    An earlier issue of the deadline that is not public yet never takes effect: nobody reads for some minutes what an
    approver has replaced.
    """
    session.flush()
    for pending in session.scalars(select(Issue).where(*_not_public(deadline, entry.at))):
        session.add(IssueStop(issue_id=pending.id, at=entry.at, entry_id=entry.id))
    session.flush()
    was, known = issues.approved(session, [deadline.id], entry.at).get(deadline.id, (None, None))
    same = was is not None and known is not None and issues.reads_alike(known, row)
    new = _row(deadline, row, entry, approval)
    if was is not None and same:
        new.effective_at, new.sequence, new.shown = was.effective_at, was.sequence, was.shown
    session.add(new)
    _fence(session, deadline, row.number, entry)


def _not_public(deadline: Deadline, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of issues of the deadline that stand, and take effect later."""
    return Issue.deadline_id == deadline.id, Issue.effective_at > now, stands(now)


def _fence(session: Session, deadline: Deadline, number: int | None, entry: Entry) -> None:
    """Have members' letters tell this promise from now on; take back those that tell another one."""
    deadline.issued = number
    wake(deadline, now=entry.at)
    retractions.suppress(session, [deadline], STOPPED, Message.issued.is_(True), Owed.promise != number, now=entry.at)


def publish(session: Session, deadline: Deadline, row: Promise, entry: Entry) -> None:
    """Issue the first date of a step that is published as its cycle is opened."""
    session.flush()
    session.add(_row(deadline, row, entry, Approval(entry.at)))
    deadline.issued = row.number


def _row(deadline: Deadline, row: Promise, entry: Entry, approval: Approval) -> Issue:
    return Issue(
        deadline_id=deadline.id,
        promise_id=row.id,
        approved_at=entry.at,
        effective_at=approval.effective_at,
        sequence=deadline.sequence,
        shown=deadline.shown,
        entry_id=entry.id,
        tells_at=approval.tells_at,
        held=approval.held,
        meeting_id=approval.meeting.id if approval.meeting else None,
        invites=approval.invites,
    )


def issue_meeting(session: Session, meeting: Meeting, waits: Waiting, entry: Entry, effective_at: datetime) -> None:
    """Issue a meeting as it is set; where that reads as before, no counter rises."""
    same = waits.reads_as_before
    session.add(
        Issue(
            deadline_id=None,
            promise_id=None,
            approved_at=entry.at,
            effective_at=waits.since if same else effective_at,
            sequence=_sequence_read(session, meeting, waits) if same else meeting.sequence,
            shown=0,
            entry_id=entry.id,
            held=False,
            meeting_id=meeting.id,
            state_id=waits.state.id,
        )
    )


def carry_over(session: Session, deadline: Deadline, was: Promise, row: Promise, entry: Entry) -> None:
    """Issue a promise that repeats the issued one under a new number."""
    if deadline.issued == was.number:
        last, _ = issues.approved(session, [deadline.id], entry.at)[deadline.id]
        issue(
            session, deadline, row, entry, Approval(last.effective_at, last.tells_at, last.held, invites=last.invites)
        )


def follow(session: Session, deadline: Deadline, was: Promise, row: Promise, entry: Entry) -> None:
    """Issue a new date that waits for no approver: others set or withdrew it, or a standing release lets it out."""
    if deadline.office_only:
        return  # members never read of it
    if row.basis is Basis.OUTSIDE or (was.basis is Basis.OUTSIDE and not row.basis.binds):
        issue(session, deadline, row, entry, Approval(entry.at))
    elif (row.basis.binds or deadline.issued is not None) and _is_released(session, deadline):
        at = takes_effect_at(session, entry.at)
        issue(session, deadline, row, entry, Approval(at, at, held=False))


def _is_released(session: Session, deadline: Deadline) -> bool:
    """Return True if a standing release lets out first dates, or changed ones, of the deadline's chain."""
    kind = MessageKind.ANNOUNCEMENT if deadline.issued is None else MessageKind.CHANGE
    of = (StandingRelease.chain == Cycle.chain, StandingRelease.kind == kind, StandingRelease.withdrawn_at.is_(None))
    query = select(StandingRelease.id).where(*of, Cycle.id == deadline.cycle_id)
    return session.scalar(query) is not None


def _sequence_read(session: Session, meeting: Meeting, waits: Waiting) -> int:
    """Return the sequence of the meeting as members read it."""
    issued = select(Issue.sequence).where(Issue.meeting_id == meeting.id, Issue.state_id == waits.read.id)
    last = session.scalar(issued.order_by(Issue.id.desc()).limit(1))
    return last if last is not None else meeting.public_sequence or 0


def stoppable(now: datetime) -> Select[Issue]:
    """Return the query for the issues that stand and are not public, or whose letters have not left, in their order."""
    return select(Issue).where(stands(now), or_(Issue.effective_at > now, Issue.tells_at > now)).order_by(Issue.id)


def stop(session: Session, deadline: Deadline, pending: Issue, entry: Entry) -> None:
    """Write that an issue does not take effect; what was taken back because of it waits for approval again."""
    session.add(IssueStop(issue_id=pending.id, at=entry.at, entry_id=entry.id))
    session.flush()
    _, promise = issues.approved(session, [deadline.id], entry.at).get(deadline.id, (None, None))
    _fence(session, deadline, promise.number if promise else None, entry)
    retractions.put_back(session, [deadline], STOPPED, is_current())


def wake(deadline: Deadline, *, now: datetime) -> None:
    """Have the round look at the deadline again.

    Written even if that is what was read: a round may have planned since, and have put the next look far ahead.
    """
    deadline.look_at = now
    flag_modified(deadline, "look_at")
