"""`task/list`: what needs a hand, each with what ends it."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from desk.task import Task
from desk.tasks import tasks
from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Part, Remedies, Row, Shown
from planning.remedies import facts

UNDER_THE_DAY = " " * len("2017-03-10  ")


@reading(
    "task/list",
    who=(Grant.SECRETARIAT,),
    short="tasks",
    columns=(Column("Since", date), Column("Kind"), Column("What"), Column("How to end it", Remedies)),
)
def listed(session: Session, *, now: datetime, clock: datetime) -> Shown[list[Task]]:
    """List what needs a hand, the oldest first, and how to end it."""
    found = tasks(session, now=now, clock=clock)
    return Shown(found, lambda found: [_facts(task) for task in found], _parts, for_tables=_rows)


def _facts(task: Task) -> dict[str, object]:
    """Return a task for machines; its remedy also as it is printed."""
    of = {"kind": task.kind, "since": task.since, "about": task.about, "sentence": task.sentence}
    return of | {"remedy": Remedies(task.remedies), "remedies": facts(task.remedies)}


def _rows(found: list[Task]) -> Iterator[Row]:
    for task in found:
        yield task.since.date(), task.kind, task.sentence, Remedies(task.remedies)


def _parts(found: list[Task]) -> Iterator[Part]:
    if not found:
        yield "nothing needs a hand"
    for task in found:
        yield f"{task.since:%Y-%m-%d}  {task.kind}  {task.sentence}"
        yield UNDER_THE_DAY, Remedies(task.remedies)
