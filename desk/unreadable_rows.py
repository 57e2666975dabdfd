"""Tasks for rows that cannot be reckoned or read: each has the row's name, and no other row is affected.

Acts refuse such values today; an older version stored them, or somebody changed a row by hand.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.odd_records import CONTACTS, HOLIDAYS, odd_records
from desk.task import Task, TaskKind
from models.bodies import HolidayList
from models.people import Person
from planning.day_range import RANGE, is_believed
from planning.digests import Cadence, known_cadence
from planning.remedies import Call
from planning.zones import known_zone
from record.cycles.views import CycleView


def unreadable(session: Session, views: Sequence[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each open deadline of these living cycles that cannot be reckoned, and for each other odd row.

    The number of queries does not depend on how much is stored.
    """
    yield from _deadlines(views)
    yield from odd_records(session, now=now)
    yield from _find_people(session, now)
    yield from _holidays(session, now)


def _deadlines(views: Sequence[CycleView]) -> Iterator[Task]:
    for view in views:
        for anchor in view.anchors:
            if anchor.fault:
                name = f"{view.name} {anchor.name}"
                sentence = f"{name} counts as undated: {anchor.fault}"
                move = Call("anchor/move", {"cycle": view.name, "anchor": anchor.name}, "give it its day")
                yield Task(TaskKind.UNREADABLE, view.opened_at, name, sentence, (move,))
        for deadline in view.deadlines:
            if deadline.settlement and not is_believed(deadline.settlement.on):
                name = f"{view.name} {deadline.step}"
                sentence = f"{name} was settled on {deadline.settlement.on}, which lies outside the years {RANGE}"
                reopen = Call(
                    "deadline/reopen", {"cycle": view.name, "step": deadline.step}, "reopen it, then settle it"
                )
                yield Task(TaskKind.UNREADABLE, deadline.promised_at, name, sentence, (reopen,))
            elif deadline.fault and deadline.is_open:
                name = f"{view.name} {deadline.step}"
                sentence = f"{name} cannot be reckoned, and nobody is told of it: {deadline.fault}"
                agree = Call("deadline/agree", {"cycle": view.name, "step": deadline.step}, "agree a date")
                move = Call("anchor/move", {"cycle": view.name}, "move the date that it depends on")
                yield Task(TaskKind.UNREADABLE, deadline.promised_at, name, sentence, (agree, move))


def _find_people(session: Session, now: datetime) -> Iterator[Task]:
    zones = [zone for zone in session.scalars(select(Person.zone).distinct()) if zone and not known_zone(zone)]
    odd_digest = Person.digest.not_in(tuple(Cadence))
    query = select(Person.name, Person.zone, Person.digest).where(or_(Person.zone.in_(zones), odd_digest))
    for name, zone, digest in session.execute(query.order_by(Person.name)):
        odd = [f"the time zone {zone!r}"] if zone in zones else []
        odd += [f"the choice of summary letters {digest!r}"] if digest and not known_cadence(digest) else []
        sentence = f"{' and '.join(odd)} of {name} cannot be read; they hear as if they had chosen none"
        yield Task(TaskKind.UNREADABLE, now, name, sentence, (CONTACTS,))


def _holidays(session: Session, now: datetime) -> Iterator[Task]:
    for row in session.scalars(select(HolidayList).order_by(HolidayList.place, HolidayList.year)):
        if not _is_readable(row.days):
            sentence = f"the closed days of {row.place} in {row.year} cannot be read, and count as not loaded"
            yield Task(TaskKind.UNREADABLE, now, f"{row.place} {row.year}", sentence, (HOLIDAYS,))


def _is_readable(days: list[str]) -> bool:
    try:
        return all(map(date.fromisoformat, days))
    except ValueError:
        return False
