"""Today: what waits for an officer, by what is to be done with it; reckoned from the record each time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from desk import review
from desk.review import Line, Wanted
from desk.task import Task, TaskKind
from desk.tasks import tasks
from models.outbox import State
from planning.standing import Standing
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView

OF_LETTERS = frozenset({TaskKind.HELD, TaskKind.INVITATION})  # said by the series that wait themselves
TO_DECIDE = frozenset(
    {
        TaskKind.PROPOSAL,
        TaskKind.UNANNOUNCED,
        TaskKind.DRAFT,
        TaskKind.UNISSUED,
        TaskKind.LOST,
        TaskKind.RECOUNTED,
        TaskKind.UNOPENED,
        TaskKind.CHASE_ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class Series:
    """Letters of one kind about the same steps of one cycle, to many readers: they are read, and approved, as one."""

    cycle: str
    kind: str
    steps: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the letters."""
        return [line.number for line in self.lines]

    @property
    def notes(self) -> list[str]:
        """What speaks against one of them, each once."""
        return list(dict.fromkeys(note for line in self.lines for note in line.notes))


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due within a week, or late."""

    cycle: str
    title: str
    deadline: DeadlineView


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to do."""

    for_approval: Sequence[Series] = ()
    late: Sequence[Due] = ()
    due_soon: Sequence[Due] = ()
    to_decide: Sequence[Task] = ()
    to_mend: Sequence[Task] = ()
    leaving: Sequence[Series] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing needs anybody; what leaves by itself needs nobody."""
        return not (self.for_approval or self.late or self.due_soon or self.to_decide or self.to_mend)


def dates(session: Session, *, now: datetime) -> Today:
    """Return the steps that are late or due within a week: all that a viewer sees."""
    views = snapshots.living_views(session, now)
    return Today(late=_of(views, Standing.OVERDUE), due_soon=_of(views, Standing.DUE_SOON))


def today(session: Session, *, now: datetime, clock: datetime) -> Today:
    """Return all that waits for the secretariat; `clock` is the real one, which tells until when servers rest."""
    every = [task for task in tasks(session, now=now, clock=clock) if task.kind not in OF_LETTERS]
    due = dates(session, now=now)
    waiting = review.lines(session, Wanted((State.HELD,)))
    leaving = review.lines(session, Wanted((State.QUEUED, State.RETRY, State.SENDING)))
    return Today(
        series(waiting),
        due.late,
        due.due_soon,
        [task for task in every if task.kind in TO_DECIDE],
        [task for task in every if task.kind not in TO_DECIDE],
        series(line for line in leaving if line.due_on <= local_day(now)),
    )


def series(lines: Iterable[Line]) -> list[Series]:
    """Return letters by what they say, the next to leave first."""

    def about(line: Line) -> tuple[str, str, tuple[str, ...]]:
        return line.cycle, line.kind, line.steps

    every = list(lines)
    order = {key: number for number, key in reversed(list(enumerate(map(about, every))))}
    ordered = sorted(every, key=lambda line: order[about(line)])
    return [Series(*key, tuple(group)) for key, group in groupby(ordered, about)]


def _of(views: Iterable[CycleView], standing: Standing) -> list[Due]:
    """Return the deadlines of that standing, the earliest first."""
    due = [
        Due(view.name, view.title, deadline)
        for view in views
        for deadline in view.deadlines
        if deadline.standing is standing
    ]
    return sorted(due, key=lambda each: (each.deadline.due is None, each.deadline.due, each.cycle))
