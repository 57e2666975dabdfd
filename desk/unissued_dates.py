"""Tasks for dates that are set and that nobody has issued."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.remedies import Call
from record.cycles import issues
from record.cycles.views import CycleView


def unissued(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each of these living cycles of which members do not read what is set."""
    by_cycle = issues.unissued(session, views, now)
    for view in views:
        waiting = by_cycle.get(view.id)
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
