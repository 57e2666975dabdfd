"""Tasks for what somebody approved alone within the last week: the body's secretary looks at it afterwards."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.remedies import Call
from reminders.approved_alone import LATELY, approvals


def alone(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each approval that was given with a reason in place of a second person."""
    for each in approvals(session, since=now - LATELY, now=now):
        about, was = each.about or "letters", "was" if each.about else "were"
        sentence = f"{about} {was} approved by {each.by} alone, without a second person: {each.because}"
        look = Call("journal/list", {"cycle": each.cycle} if each.cycle else {}, "look at what was approved")
        yield Task(TaskKind.ALONE, each.at, about, sentence, (look,))
