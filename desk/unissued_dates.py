"""Tasks for meetings and dates that are set and that nobody has issued."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.remedies import Call
from record.cycles import issues, meeting_issues
from record.cycles.views import CycleView


def unissued_meetings(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each meeting that members do not read as it is set."""
    for meeting in meeting_issues.waiting(session, now).values():
        if meeting.reads_as_before:
            continue
        yield Task(
            TaskKind.UNISSUED,
            meeting.state.at,
            meeting.key,
            f"{meeting.key} is set and not issued: {meeting.set_words}; {meeting.sentence(now)}",
            (Call("meeting/issue", {"meeting": meeting.key}, "let members read it, as an approver"),),
        )


def unissued(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each of these living cycles of which members do not read what is set.

    What is issued with a meeting is a matter of the meeting's task.
    """
    by_cycle = issues.unissued(session, views, now)
    for view in views:
        waiting = [date for date in by_cycle.get(view.id, ()) if date.meeting is None]
        if not waiting:
            continue
        each = "; ".join(f"{date.step} {date.due or 'without a date'}, {date.sentence(now)}" for date in waiting)
        yield Task(
            TaskKind.UNISSUED,
            min(date.set_at for date in waiting),
            view.name,
            f"{view.name} has dates that are set and not issued: {each}",
            (Call("cycle/issue", {"cycle": view.name}, "let members read them, as an approver"),),
        )
