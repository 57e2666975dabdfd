"""Tasks for yearly holiday lists to be loaded: next year's from November on, this year's while it is missing."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.remedies import Call
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.views import CycleView

FROM = 11  # the month from which next year's list is asked for: circulars come before the year does


def missing_lists(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each duty station of these living cycles that had a list and lacks this year's, or next year's.

    A station of which no list was ever loaded is left to the plan of the year, which names it.
    """
    today, calendars = local_day(now), snapshots.calendars(session)
    years = (today.year, *([today.year + 1] if today.month >= FROM else []))
    for place in sorted({place for view in views for place in (view.place, *view.chain.places)}):
        held = calendars[place].years
        for year in years:
            if held and min(held) < year and year not in held:
                since = datetime(year - 1, FROM, 1, tzinfo=UTC)
                sentence = f"the {place} holiday list for {year} is not loaded: dates of {year} are reckoned without it"
                load = Call("file/load", {"files": ["HOLIDAYS.yaml"]}, "load it as its circular prints it")
                yield Task(TaskKind.UNLISTED, since, f"{place} {year}", sentence, (load,))
