"""Tasks for deadlines: nobody can be told, reminders ended in vain, a date was not agreed, a draft is not there."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.calendar import HOME_PLACE, WorkCalendar
from planning.ladder import CHASE_DAYS
from planning.remedies import Call
from planning.standing import Standing
from planning.zones import local_day, zone_info
from record.cycles import due_decisions, snapshots, window_openings
from record.cycles.due_decisions import AHEAD
from record.cycles.views import CycleView, DeadlineView
from reminders import complaints

ENDED = timedelta(days=CHASE_DAYS + 1)


def unanswered(session: Session, views: Iterable[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield the tasks of the open deadlines of these living cycles.

    A deadline that was past when its cycle was opened gives no task: opening the cycle flagged it.
    """
    yield from _nobody(session, views, now)
    geneva = snapshots.calendars(session)[HOME_PLACE]
    for view in views:
        yield from _uninvited(view, geneva, now)
        yield from _draftless(view, now)
        yield from _unagreed(view, now)
        yield from _unannounced(view, now)
        yield from _chased_in_vain(view, now)


def _nobody(session: Session, views: Iterable[CycleView], now: datetime) -> Iterator[Task]:
    """Yield a task for each reminder that is due and reaches nobody, as the round's planner complains."""
    for reminder, sentence in complaints.every(session, views, now=now):
        name = f"{reminder.view.name} {reminder.deadline.step}"
        contacts = Call("file/load", {"files": "CONTACTS.csv"}, "load the contacts with somebody who holds that role")
        assign = Call(
            "deadline/assign", {"cycle": reminder.view.name, "step": reminder.deadline.step}, "name who is responsible"
        )
        remedies = (contacts,) if reminder.deadline.is_window else (assign, contacts)
        yield Task(TaskKind.NOBODY, reminder.deadline.promised_at, name, sentence, remedies)


def _uninvited(view: CycleView, geneva: WorkCalendar, now: datetime) -> Iterator[Task]:
    """Yield a task for each window that closes before an invitation to it may leave, until long after its close."""
    today = local_day(now, view.zone)
    for window in view.deadlines:
        if window.due is None or today >= window.due + ENDED:
            continue
        invited_at = window_openings.comes_too_late(view, window, geneva)
        if invited_at is None:
            continue
        name, key = f"{view.name} {window.step}", {"cycle": view.name, "step": window.step}
        sentence = f"{name} closes on {window.due}, before members can be invited: {invited_at:%Y-%m-%d %H:%M} (Geneva)"
        remedies = (
            Call("deadline/agree", key, "agree a later close"),
            Call("deadline/waive", key, "record that it is not required"),
        )
        yield Task(TaskKind.NOBODY, window.promised_at, name, sentence, remedies)


def _chased_in_vain(view: CycleView, now: datetime) -> Iterator[Task]:
    for late in view.deadlines:
        if late.standing is not Standing.OVERDUE or late.due is None or late.closes is None:
            continue
        ended = _midnight(late.due + ENDED, view)
        if now < ended or late.closes < view.opened_at:
            continue
        name, key = f"{view.name} {late.step}", {"cycle": view.name, "step": late.step}
        sentence = f"{name} (due {late.due}) is not settled, and its reminders have ended"
        remedies = (
            Call("deadline/met", key, "record it as completed"),
            Call("deadline/waive", key, "record that it is not required"),
            Call("deadline/agree", key, "agree a new date"),
        )
        yield Task(TaskKind.CHASE_ENDED, ended, name, sentence, remedies)


def _unagreed(view: CycleView, now: datetime) -> Iterator[Task]:
    for deadline in due_decisions.unagreed(view, now):
        when, name = _when(deadline, now), f"{view.name} {deadline.step}"
        sentence = f"{name}: the date proposed, {deadline.due}, {when}, and nobody has agreed one"
        key = {"cycle": view.name, "step": deadline.step, "due": str(deadline.due)}
        remedies = (Call("deadline/agree", key, "agree it, or another one"),)
        yield Task(TaskKind.PROPOSAL, _since(view, deadline), name, sentence, remedies)


def _unannounced(view: CycleView, now: datetime) -> Iterator[Task]:
    for deadline in due_decisions.unannounced(view, now):
        when, name = _when(deadline, now), f"{view.name} {deadline.step}"
        sentence = f"{name}: its date by rule, {deadline.due}, {when}, and nobody has issued it"
        issue = Call("cycle/issue", {"cycle": view.name, "steps": [deadline.step]}, "issue it")
        waive = Call("deadline/waive", {"cycle": view.name, "step": deadline.step}, "record that it is not required")
        remedies = (waive,) if deadline.standing is Standing.CLOSED else (issue, waive)
        yield Task(TaskKind.UNANNOUNCED, _since(view, deadline), name, sentence, remedies)


def _when(deadline: DeadlineView, now: datetime) -> str:
    assert deadline.closes is not None
    return "passed" if deadline.closes < now else f"comes within {AHEAD.days} days"


def _since(view: CycleView, deadline: DeadlineView) -> datetime:
    assert deadline.due is not None
    return max(deadline.promised_at, _midnight(deadline.due - AHEAD, view))


def _draftless(view: CycleView, now: datetime) -> Iterator[Task]:
    for window, draft in due_decisions.draftless(view, now):
        assert window.opens is not None
        name, key = f"{view.name} {window.step}", {"cycle": view.name, "step": draft.step}
        closes = f"; it closes on {window.due}, and members are not invited before" if window.due else ""
        sentence = f"{name} was to open on {window.opens}, and {draft.step} is not done{closes}"
        remedies = (Call("deadline/met", key, "record it as completed once it is there"),)
        yield Task(TaskKind.DRAFT, _midnight(window.opens, view), name, sentence, remedies)


def _midnight(day: date, view: CycleView) -> datetime:
    """Return the midnight that begins a day in the cycle's zone."""
    return datetime.combine(day, time.min, zone_info(view.zone))
