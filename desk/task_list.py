"""List the tasks, each with its remedies (`task/list`)."""

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
    open_tasks = tasks(session, now=now, clock=clock)
    return Shown(open_tasks, lambda open_tasks: [_facts(task) for task in open_tasks], _parts, for_tables=_rows)


def _facts(task: Task) -> dict[str, object]:
    """Return a task for machines, with its remedies as data and as printed."""
    of = {"kind": task.kind, "since": task.since, "about": task.about, "sentence": task.sentence}
    return of | {"remedy": Remedies(task.remedies), "remedies": facts(task.remedies)}


def _rows(tasks: list[Task]) -> Iterator[Row]:
    for task in tasks:
        yield task.since.date(), task.kind, task.sentence, Remedies(task.remedies)


def _parts(tasks: list[Task]) -> Iterator[Part]:
    if not tasks:
        yield "nothing needs a hand"
    for task in tasks:
        yield f"{task.since:%Y-%m-%d}  {task.kind}  {task.sentence}"
        yield UNDER_THE_DAY, Remedies(task.remedies)
