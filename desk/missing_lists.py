"""Tasks for yearly holiday lists: to load next year's from November on, or this year's; to have one checked."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from planning.errors import among
from planning.flags import UncheckedList
from planning.remedies import Call
from planning.zones import local_day
from record import holiday_lists
from record.cycles import provisional_lists, snapshots
from record.cycles.views import CycleView

FROM = 11  # the month from which next year's list is asked for: circulars come before the year does


def missing_lists(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each duty station of these living cycles that had a list and lacks this year's, or next year's.

    A station of which no list was ever loaded is left to the plan of the year, which names it. A list that is needed
    by an open date, and that nobody has checked, is a task too.
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
                see = Call("holidays/propose", {"place": place, "year": year}, "begin with the public holidays there")
                yield Task(TaskKind.UNLISTED, since, f"{place} {year}", sentence, (load, see))
    yield from _unchecked(session, views)


def _unchecked(session: Session, views: Collection[CycleView]) -> Iterator[Task]:
    """Yield a task for each list that nobody has checked, with the open dates that are provisional because of it."""
    waiting: dict[tuple[str, int], list[str]] = {}
    for view in views:
        for deadline in view.deadlines:
            for flag in provisional_lists.of(deadline) if deadline.is_open else ():
                if isinstance(flag, UncheckedList):
                    waiting.setdefault((flag.place, flag.year), []).append(f"{view.name} {deadline.step}")
    for each in holiday_lists.views(session) if waiting else ():
        if steps := waiting.get((each.place, each.year)):
            where = {"place": each.place, "year": each.year}
            entered = f", which {each.entered_by} entered," if each.entered_by else ""
            sentence = (
                f"the {each.place} holiday list for {each.year}{entered} is not checked: {among(steps)} rest on it"
            )
            check = Call("holidays/check", where, "hold it against its circular, as another person")
            act = check if each.circular else Call("holidays/cite", where, "name its circular")
            since = each.entered_at or datetime(each.year - 1, FROM, 1, tzinfo=UTC)
            yield Task(TaskKind.UNLISTED, since, f"{each.place} {each.year}", sentence, (act,))
