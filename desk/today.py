"""Today: what waits for an officer, by what is to be done with it; reckoned from the record each time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from desk import review
from desk.review import Line, Wanted
from desk.task import Task, TaskKind
from desk.tasks import tasks
from kernel.doors import Door
from models.journal import Entry
from models.memos import Memo
from models.outbox import State
from planning.calendar import HOME_PLACE, WorkCalendar
from planning.ladder import Rung
from planning.mail_hours import EVENING
from planning.standing import Standing
from planning.zones import HOME_ZONE, local_day, zone_info
from record import journal, memos
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.people import deputies
from record.people.deputies import DeputyView

OF_LETTERS = frozenset({TaskKind.HELD, TaskKind.INVITATION})  # said by the series that wait themselves
TO_DECIDE = frozenset(
    {
        TaskKind.PROPOSAL,
        TaskKind.UNANNOUNCED,
        TaskKind.DRAFT,
        TaskKind.UNISSUED,
        TaskKind.LOST,
        TaskKind.ORPHAN,
        TaskKind.RECOUNTED,
        TaskKind.UNOPENED,
        TaskKind.CHASE_ENDED,
        TaskKind.ALONE,
        TaskKind.NOT_RECEIVED,
        TaskKind.UNDECIDED,
    }
)
LEAVING = (State.QUEUED, State.RETRY, State.SENDING)
COMING = (Standing.OPEN, Standing.PROPOSED)
WEEKS, AHEAD = timedelta(weeks=4), timedelta(weeks=2)  # of dates, and of absences
MOST = 50  # things that came in; the record of actions has all
CAME_IN = (
    "answer/give", "answer/withdraw", "circular/answer", "comment/record", "submission/receive", "document/submit",
    "document/language",
)  # fmt: skip
"""Acts that put on record what came from outside, whoever does them; besides these what people do by their links."""


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
    def word(self) -> str:
        """What they are: the kind, or that they invite."""
        return Rung.OPENING if any(Rung.OPENING in line.rungs for line in self.lines) else self.kind

    @property
    def notes(self) -> list[str]:
        """What speaks against one of them, each once."""
        return list(dict.fromkeys(note for line in self.lines for note in line.notes))

    @property
    def faults(self) -> dict[str, list[str]]:
        """Why letters were stopped on their way, each with those whom they did not reach."""
        faults: dict[str, list[str]] = {}
        for line in self.lines:
            faults.setdefault(line.detail or "refused for good", []).append(line.person)
        return faults


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due soon, or late."""

    cycle: str
    title: str
    deadline: DeadlineView

    def closes_within(self, now: datetime, time: timedelta) -> bool:
        """Return whether it closes from now on, and before so much time has passed."""
        closes = self.deadline.closes
        return closes is not None and now <= closes <= now + time


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to do, what came in, and what is coming."""

    for_approval: Sequence[Series] = ()
    due_soon: Sequence[Due] = ()
    late: Sequence[Due] = ()
    came_in: Sequence[Entry] = ()
    to_decide: Sequence[Task] = ()
    to_mend: Sequence[Task] = ()
    leaving: Sequence[Series] = ()
    absences: Sequence[DeputyView] = ()
    weeks: Sequence[Due] = ()  # what is due in the weeks after this one
    memos: Sequence[Memo] = ()  # what whoever reads it wanted to be reminded of

    @property
    def is_empty(self) -> bool:
        """Return whether nothing needs anybody; what leaves by itself needs nobody."""
        return not (self.for_approval or self.late or self.due_soon or self.to_decide or self.to_mend or self.memos)


def dates(session: Session, *, now: datetime) -> Today:
    """Return the steps that are late or due within a week: all that a viewer sees."""
    return _dates(snapshots.living_views(session, now), now)


def _dates(views: Sequence[CycleView], now: datetime) -> Today:
    coming = [due for due in _of(views, *COMING) if due.closes_within(now, WEEKS)]
    return Today(
        late=_of(views, Standing.OVERDUE),
        due_soon=_of(views, Standing.DUE_SOON),
        weeks=coming,
    )


def today(session: Session, *, now: datetime, clock: datetime, hand: str | None = None) -> Today:
    """Return all that waits for the secretariat, and what is to be remembered by whoever's `hand` it is.

    `clock` is the real one, which tells until when servers rest.
    """
    views = snapshots.living_views(session, now)
    every = [task for task in tasks(session, now=now, clock=clock, living=views) if task.kind not in OF_LETTERS]
    letters = review.lines(session, Wanted((State.HELD, *LEAVING)))
    last = last_evening(now, snapshots.calendars(session)[HOME_PLACE])
    return replace(
        _dates(views, now),
        for_approval=series(line for line in letters if line.state == State.HELD),
        came_in=journal.arrived(session, CAME_IN, Door.WEB, since=last, now=now, most=MOST),
        to_decide=[task for task in every if task.kind in TO_DECIDE],
        to_mend=[task for task in every if task.kind not in TO_DECIDE],
        leaving=series(line for line in letters if line.state != State.HELD and line.due_on <= local_day(now)),
        memos=memos.due(session, hand, local_day(now)) if hand else (),
        absences=[each for each in deputies.views(session, now=now) if each.from_on <= local_day(now) + AHEAD],
    )


def last_evening(now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the end of the hours of the last working day before today's: on a Monday, of Friday's."""
    day = calendar.back(local_day(now) - timedelta(days=1))
    return datetime.combine(day, EVENING, zone_info(HOME_ZONE))


def series(lines: Iterable[Line]) -> list[Series]:
    """Return letters by what they say, the next to leave first."""

    def about(line: Line) -> tuple[str, str, tuple[str, ...]]:
        return line.cycle, line.kind, line.steps

    every = list(lines)
    order = {key: number for number, key in reversed(list(enumerate(map(about, every))))}
    ordered = sorted(every, key=lambda line: order[about(line)])
    return [Series(*key, tuple(group)) for key, group in groupby(ordered, about)]


def _of(views: Iterable[CycleView], *standings: Standing) -> list[Due]:
    """Return the deadlines of these standings, the earliest first."""
    due = [
        Due(view.name, view.title, deadline)
        for view in views
        for deadline in view.deadlines
        if deadline.standing in standings
    ]
    return sorted(due, key=lambda each: (each.deadline.due is None, each.deadline.due, each.cycle))
