"""Tasks for deadlines: nobody can be told, reminders ended in vain, a date was not agreed, a draft is not there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desk.task import Task, TaskKind
from models.cycles import Cycle
from models.deadlines import Deadline, Promise, basis_of
from planning.basis import Basis
from planning.calendar import HOME_PLACE, WorkCalendar
from planning.chain import INVITEES
from planning.day_range import is_believed
from planning.ladder import CHASE_DAYS
from planning.remedies import Call
from planning.standing import Facts, Standing, standing
from planning.zones import known_zone, zone_info
from record.cycles import due_decisions, snapshots, window_openings
from record.cycles.due_decisions import AHEAD
from record.cycles.views import CycleView, DeadlineView
from reminders import complaints

ENDED = timedelta(days=CHASE_DAYS + 1)


@dataclass(frozen=True, slots=True)
class Open:
    """A deadline that is neither met nor waived, in a living cycle, with its last promised date."""

    cycle: str
    zone: str
    opened_at: datetime
    step: str
    by: str
    due: date
    closes: datetime
    basis: Basis
    promised_at: datetime

    @property
    def is_window(self) -> bool:
        """Return True if its actors are invitees, who may stay silent."""
        return self.by in INVITEES

    @property
    def name(self) -> str:
        """Return `chain/edition step`."""
        return f"{self.cycle} {self.step}"

    @property
    def key(self) -> dict[str, object]:
        """Return the arguments by which acts name it."""
        return {"cycle": self.cycle, "step": self.step}

    def morning(self, days: int) -> datetime:
        """Return the midnight that begins the day `days` after the due day, in its own zone."""
        return datetime.combine(self.due + timedelta(days=days), time.min, zone_info(self.zone))

    def standing(self, now: datetime) -> Standing:
        """Return its standing at `now`."""
        return standing(Facts(self.due, self.closes, self.basis, self.is_window), now)


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
    for deadline in open_deadlines(session, now=now):
        if deadline.closes < deadline.opened_at:
            continue
        yield from _chased_in_vain(deadline, now)


def open_deadlines(session: Session, *, now: datetime) -> Sequence[Open]:
    """Return the open deadlines whose date can be reckoned, the next one first, in one query."""
    promise = aliased(Promise)
    last = select(func.max(Promise.id)).where(Promise.deadline_id == Deadline.id).correlate(Deadline).scalar_subquery()
    query = (
        select(
            Cycle.chain, Cycle.edition, Cycle.zone, Cycle.opened_at, Deadline.step, Deadline.by,
            promise.due_on, promise.closes_at, basis_of(promise), promise.at,
        )
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .join(promise, promise.id == last)
        .where(Deadline.open, Cycle.opened_at <= now, promise.due_on.is_not(None), promise.closes_at.is_not(None))
        .order_by(promise.due_on, Deadline.id)
    )  # fmt: skip
    return [
        Open(
            cycle=f"{row.chain}/{row.edition}",
            zone=row.zone,
            opened_at=row.opened_at,
            step=row.step,
            by=row.by,
            due=row.due_on,
            closes=row.closes_at,
            basis=row.basis,
            promised_at=row.at,
        )
        for row in session.execute(query)
        if is_believed(row.due_on) and known_zone(row.zone)  # unreadable_rows has tasks for the others
    ]


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
    for window in view.deadlines:
        invited_at = window_openings.comes_too_late(view, window, geneva)
        if invited_at is None or window.due is None or now >= _midnight(window.due + ENDED, view):
            continue
        name, key = f"{view.name} {window.step}", {"cycle": view.name, "step": window.step}
        sentence = f"{name} closes on {window.due}, before members can be invited: {invited_at:%Y-%m-%d %H:%M} (Geneva)"
        remedies = (
            Call("deadline/agree", key, "agree a later close"),
            Call("deadline/waive", key, "record that it is not required"),
        )
        yield Task(TaskKind.NOBODY, window.promised_at, name, sentence, remedies)


def _chased_in_vain(deadline: Open, now: datetime) -> Iterator[Task]:
    ended = deadline.morning(ENDED.days)
    if now >= ended and deadline.standing(now) is Standing.OVERDUE:
        sentence = f"{deadline.name} ({_due(deadline)}) is not settled, and its reminders have ended"
        remedies = (
            Call("deadline/met", deadline.key, "record it as completed"),
            Call("deadline/waive", deadline.key, "record that it is not required"),
            Call("deadline/agree", deadline.key, "agree a new date"),
        )
        yield Task(TaskKind.CHASE_ENDED, ended, deadline.name, sentence, remedies)


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


def _due(deadline: Open) -> str:
    return f"due {deadline.due}"
