"""Tasks for meetings that their body did not live to hold, and for duties due by a meeting that is cancelled."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.bodies import Body
from models.meetings import Meeting, MeetingStatus
from models.resolutions import ObligationRow
from planning.errors import among
from planning.judgements import Judgement
from planning.remedies import Call
from record import body_lives
from record.body_lives import BodyLife
from record.mandates import matrix
from record.refusals.meetings import held_instead

OVER = (MeetingStatus.HELD, MeetingStatus.CANCELLED)


def orphaned(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each meeting after the last day of its body, and for each cancelled one by which a duty is due.

    A duty that has gone over to another meeting is named by neither.
    """
    outlived = _after_the_end(session, now)
    named = select(ObligationRow.meeting).where(ObligationRow.meeting.is_not(None))
    cancelled = select(Meeting).where(Meeting.key.in_(named), Meeting.status == MeetingStatus.CANCELLED)
    lost = list(session.scalars(cancelled.order_by(Meeting.key)))
    duties = _duties(session, {each.key: each.opens_on.year for each in (*lost, *(one for one, _ in outlived))}, now)
    for meeting, life in outlived:
        yield _outlived(meeting, life, duties.get(meeting.key, ()), now)
    for meeting in lost:
        if due := duties.get(meeting.key):
            sentence = f"{meeting.key} is cancelled, no meeting replaces it, and due by it is: {among(due)}"
            yield Task(TaskKind.ORPHAN, meeting.updated_at, meeting.key, sentence, (held_instead(meeting.key),))


def _after_the_end(session: Session, now: datetime) -> list[tuple[Meeting, BodyLife]]:
    """Return the meetings after the last day of their body that were neither held nor cancelled."""
    ended = {key: life for key, life in body_lives.lives(session, now=now).items() if life.ends_on}
    query = select(Meeting, Body.key.label("body")).join(Body, Body.id == Meeting.body_id).order_by(Meeting.key)
    rows = session.execute(query.where(Body.key.in_(ended), Meeting.status.not_in(OVER)))
    return [(row.Meeting, ended[row.body]) for row in rows if ended[row.body].has_ended(row.Meeting.opens_on)]


Duties = Mapping[str, list[str]]


def _duties(session: Session, years: Mapping[str, int], now: datetime) -> Duties:
    """Return what is due by each of these meetings, of which the year is given, and is not fulfilled."""
    found: dict[str, list[str]] = {}
    for row in matrix.over(session, sorted(set(years.values())), now=now).rows if years else ():
        for judged in row.years:
            due_by = judged.meeting.key if judged.meeting else ""
            if years.get(due_by) == judged.cell.year and judged.cell.judgement is not Judgement.FULFILLED:
                found.setdefault(due_by, []).append(f"{row.resolution}, {judged.reference}")
    return found


def _outlived(meeting: Meeting, life: BodyLife, due: list[str] | tuple[()], now: datetime) -> Task:
    follows = f", which {life.followed_by} follows" if life.followed_by else ""
    sentence = f"{meeting.key} is on {meeting.opens_on}, after the last day of {life.key} ({life.ends_on}){follows}"
    remedies = (
        Call("meeting/cancel", {"meeting": meeting.key}, "cancel it"),
        Call("meeting/move", {"meeting": meeting.key}, "move it"),
    )
    return Task(
        TaskKind.ORPHAN,
        life.ended_at or now,
        meeting.key,
        sentence + (f"; due by it: {among(due)}" if due else ""),
        remedies,
    )
