"""Tasks for documents of sessions to come: those that have not come in time, and late ones of which nothing is decided.

A few queries for each such session, however many documents are expected for it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.meetings import CALLED_OFF, Meeting
from models.sessions import ExpectedDocument
from planning.errors import among
from planning.remedies import Call
from planning.rule_words import count_of
from planning.zones import HOME_ZONE, local_day, zone_info
from record.cycles.views import CycleView
from record.meetings import expected_documents, session_cycles
from record.meetings.expected_documents import ExpectedView


def late(session: Session, views: Sequence[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each session that has not closed and lacks documents whose day is over, or has late ones."""
    for meeting in _sessions(session, local_day(now)):
        hanging = [view for view in views if any(anchor.meeting == meeting.key for anchor in view.anchors)]
        steps = session_cycles.days(hanging)
        expected = expected_documents.of_meeting(session, meeting, steps, now=now, known=now)
        overdue = [each for each in expected if each.is_awaited and each.is_late and not each.organizations]
        undecided = [each for each in expected if each.is_undecided]
        if overdue:
            yield _not_come(meeting, overdue, now)
        if undecided:
            yield _undecided(meeting, undecided, now)


def _sessions(session: Session, today: date) -> Sequence[Meeting]:
    for_some = Meeting.id.in_(select(ExpectedDocument.meeting_id))
    query = select(Meeting).where(Meeting.closes_on >= today, Meeting.status.not_in(CALLED_OFF), for_some)
    return session.scalars(query.order_by(Meeting.opens_on, Meeting.key)).all()


def _not_come(meeting: Meeting, late: Sequence[ExpectedView], now: datetime) -> Task:
    units = Counter(each.unit for each in late)
    whose = ", ".join(f"{unit} {number}" for unit, number in sorted(units.items()))
    have = count_of(len(late), "document has", "documents have")
    sentence = f"{meeting.key}: {have} not come by the day agreed ({whose})"
    ask = Call("session/chase", {"meeting": meeting.key}, "ask their units in one act")
    return Task(TaskKind.NOT_RECEIVED, _since(late, now), meeting.key, sentence, (ask,))


def _undecided(meeting: Meeting, late: Sequence[ExpectedView], now: datetime) -> Task:
    sentence = f"{meeting.key}: nothing is decided of what is late: {among([each.name for each in late])}"
    accept = Call("document/accept-late", {"expected": late[0].name}, "accept it as late")
    move = Call("document/next-session", {"expected": late[0].name}, "move it to the next session")
    return Task(TaskKind.UNDECIDED, _since(late, now), meeting.key, sentence, (accept, move))


def _since(late: Sequence[ExpectedView], now: datetime) -> datetime:
    """Return the end of the first day by which one of them was to be there, in the secretariat's zone."""
    first = min((each.due for each in late if each.due), default=local_day(now))
    return datetime.combine(first, time(23, 59), zone_info(HOME_ZONE))
