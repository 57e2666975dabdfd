"""Issue a meeting with the dates that hang from it: public at one moment; or stop such an issue."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import issue_rows, issued_together, meeting_followers, rows_to_change, second_looks
from actions.cycles.issue_rows import Approval
from actions.cycles.issues import LETTERS, AcceptProvisional, ByCircular, WithLetters
from actions.cycles.rows_to_change import Held
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import MeetingKey, Reason
from models.deadlines import Deadline
from models.issues import Issue, IssueStop, stands
from models.meetings import Meeting
from planning.basis import Basis
from planning.errors import among
from planning.flags import ListFlag
from planning.remedies import Call
from planning.zones import in_geneva
from record import journal
from record.cycles import issues, meeting_issues, provisional_anchors, provisional_lists, snapshots
from record.meetings import meetings
from record.refusals import MeetingRefused
from record.refusals.meetings import see

News = tuple[Held, tuple[ListFlag, ...]]  # a date to issue, and what it is reckoned with that is not checked


@act(
    "meeting/issue",
    who=(Grant.APPROVER,),
    undo="meeting/stop-issue",
    tags=("dates", "meetings"),
    second=second_looks.of_meeting,
)
def issue(
    session: Session,
    meeting: MeetingKey,
    *,
    by_circular: ByCircular = False,
    with_letters: WithLetters = False,
    accept_provisional: AcceptProvisional = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Issue a meeting as it is set, with the dates that depend on it: page, feed and letter change at one moment.

    That is ten minutes later in the working hours of Geneva; until then the issue can be stopped. What the same act
    set, such as the meeting held instead, is issued with it; a date reckoned with a holiday list that is not checked is
    left out, unless somebody says why it is not. Raises NoSuchMeeting, MeetingRefused.
    """
    row = meetings.row(session, meeting)
    every = meeting_issues.waiting(session, now)
    waiting = meeting_issues.together(every, row.id)
    if not waiting:
        raise MeetingRefused(f"members read {meeting} as it is set, or will by what was issued", see(meeting))
    rows = [session.get_one(Meeting, each.id) for each in waiting]
    news = list(_dates(session, rows, {each.key for each in every.values()}, now))
    dates = [held for held, doubts in news if accept_provisional or not doubts]
    entry, at = journal.line(session), issue_rows.takes_effect_at(session, now)
    for each, waits in zip(rows, waiting, strict=True):
        effects.mark(session, each)
        issue_rows.issue_meeting(session, each, waits, entry, at)
    approval = Approval(at, None if by_circular else at, held=False, meeting=row, invites=with_letters)
    for held in dates:
        issue_rows.issue(session, held.deadline, held.promise, entry, approval)
    session.flush()
    keys, words = [each.key for each in waiting], waiting[0].set_words
    return Done(
        "issued",
        f"{among(keys)} issued as set ({words}), {_with(dates)}; members read it from {in_geneva(at)} (Geneva time) on",
        facts={
            "meeting": meeting,
            "meetings": keys,
            "dates": _names(dates),
            "effective": at.isoformat(),
            "with_letters": with_letters,
            "because": accept_provisional,
        },
        notes=(*(() if accept_provisional else _left_out(news)), *((LETTERS,) if with_letters and dates else ())),
        events=(
            Happening("issued", "meeting", (meeting,)),
            *(Happening("issued", "cycle", (cycle,)) for cycle in _names(dates)),
        ),
        undo=Call("meeting/stop-issue", {"meeting": meeting}),
        passing=(in_geneva(at), at.isoformat()),
    )


@act("meeting/stop-issue", who=(Grant.APPROVER,), undo="meeting/issue", tags=("dates", "meetings"))
def stop_issue(session: Session, meeting: MeetingKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Stop the issue of a meeting, and of what depends on it, while it is not public; later there is only a correction.

    Letters that were taken back because of it wait for approval again. Raises NoSuchMeeting, MeetingRefused.
    """
    row = meetings.row(session, meeting)
    own = session.scalars(issue_rows.stoppable(now).where(Issue.meeting_id == row.id)).all()
    if not own:
        raise MeetingRefused(f"nothing that was issued of {meeting} waits to become public", see(meeting))
    lines = {each.entry_id for each in own}
    entry, dates = journal.line(session), []
    with_it = select(Issue).where(Issue.entry_id.in_(lines), stands(now)).order_by(Issue.id)
    for each in session.scalars(with_it).all():
        if each.deadline_id is None:
            effects.mark(session, session.get_one(Meeting, each.meeting_id))
            session.add(IssueStop(issue_id=each.id, at=now, entry_id=entry.id))
        else:
            deadline = session.get_one(Deadline, each.deadline_id)
            issue_rows.stop(session, deadline, each, entry)
            dates.append(deadline.step)
    session.flush()
    return Done(
        "stopped",
        f"the issue of {meeting} is stopped; members read what they read before",
        facts={"meeting": meeting, "dates": dates, "because": because},
        events=(Happening("issue-stopped", "meeting", (meeting,)),),
        undo=Call("meeting/issue", {"meeting": meeting}),
    )


def _dates(session: Session, rows: Sequence[Meeting], waiting: set[str], now: datetime) -> Iterator[News]:
    """Yield the open dates that hang from these meetings, where members do not read them as they are set; and doubts.

    A date that was never issued is one of them only where others set it: what is proposed is issued to nobody. One that
    hangs from another meeting too, which still waits to be issued, waits for that.
    """
    keys = {row.key for row in rows}
    cycles = {cycle.id: cycle for row in rows for cycle in meeting_followers.followers(session, row)}
    for cycle in cycles.values():
        view, steps = snapshots.view(session, cycle.name, now), rows_to_change.steps_of(session, cycle)
        hung = provisional_anchors.meetings_of(view)
        unread = {step: waiting.intersection(meeting_keys) for step, meeting_keys in hung.items()}
        last = issues.approved(session, [held.deadline.id for held in steps], now)
        own = [held for held in steps if (unread_of := unread.get(held.deadline.step)) and unread_of <= keys]
        joined = issued_together.joining(view, steps, last, own)
        for held in (*own, *(each for each in joined if each.deadline.step not in hung)):
            _, read = last.get(held.deadline.id, (None, None))
            is_set = held.promise.basis is Basis.OUTSIDE
            is_news = not issues.reads_alike(read, held.promise) if read else is_set
            if is_news and not held.is_settled and not held.deadline.office_only:
                yield held, provisional_lists.of(view[held.deadline.step])


def _left_out(news: Sequence[News]) -> Iterator[str]:
    """Yield a sentence for each date that is reckoned without a checked holiday list: it is not issued."""
    for held, doubts in news:
        if doubts:
            yield f"{held.cycle.name} {held.deadline.step} is not issued with it: {doubts[0].sentence}"


def _names(dates: Sequence[Held]) -> dict[str, list[str]]:
    """Return the steps of these dates by their cycle."""
    names: dict[str, list[str]] = {}
    for held in dates:
        names.setdefault(held.cycle.name, []).append(held.deadline.step)
    return names


def _with(dates: Sequence[Held]) -> str:
    named = "; ".join(f"{cycle} {', '.join(steps)}" for cycle, steps in _names(dates).items())
    return f"with {named}" if named else "with no date that depends on it"
