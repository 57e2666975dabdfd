"""Tasks for names that are probably slips: organizations that may be one, misspelt roles, unknown duty stations."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.bodies import HolidayList
from models.people import Role
from planning.remedies import Call
from planning.roles import misspelt
from record.organizations import Organizations
from record.people import actors
from record.people.zone_names import nearest_place


def doubtful(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each pair of organizations that may be one, each misspelt role, each unknown duty station."""
    for kept, other in Organizations(session).twins():
        merge = Call("organization/merge", {"organization": other, "into": kept}, "merge the two")
        sentence = f"{other!r} and {kept!r} are two organizations: an answer of one does not count as the other's"
        yield Task(TaskKind.TWINS, now, other, sentence, (merge,))
    held = session.scalars(select(Role.role).distinct().order_by(Role.role)).all()
    for role in actors.slips(session, held):
        sentence = f"{role!r} is held as a role, and no letter goes to it; was {misspelt(role)!r} meant?"
        load = Call("file/load", {"files": ["CONTACTS.csv"]}, "load who holds it with the right word")
        yield Task(TaskKind.SLIP, now, role, sentence, (load,))
    stored = session.execute(select(HolidayList.place, func.max(HolidayList.year)).group_by(HolidayList.place)).all()
    for place, year in sorted((place, year) for place, year in stored):
        if near := nearest_place(place, [other for other, _ in stored]):
            sentence = f"the holiday list of {place!r} {year} counts nowhere but there; was {near!r} meant?"
            load = Call("file/load", {"files": ["HOLIDAYS.yaml"]}, f"load it as the list of {near}")
            yield Task(TaskKind.STATION, now, place, sentence, (load,))
