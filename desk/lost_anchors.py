"""Tasks for open cycles that hang from a meeting without days: one that is cancelled, or postponed."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desk.task import Task, TaskKind
from models.cycles import Anchor
from models.meetings import CALLED_OFF, Meeting, MeetingState, MeetingStatus, Relation
from planning.errors import among
from planning.remedies import Call
from record.cycles.views import CycleView
from record.refusals.meetings import held_instead


def lost(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each of these living cycles and each meeting without days that it depends on."""
    query = select(Anchor.cycle_id, Meeting).join(Meeting, Meeting.id == Anchor.meeting_id)
    rows = session.execute(query.where(Meeting.status.in_(CALLED_OFF)).order_by(Meeting.key)).all()
    instead = _replacements(session) if rows else {}
    living = {view.id: view for view in views}
    for cycle_id, meeting in dict.fromkeys((row.cycle_id, row.Meeting) for row in rows):
        view = living.get(cycle_id)
        steps = (
            [each.step for each in view.deadlines if each.is_open and each.due is None and each.rule] if view else []
        )
        if view and steps:
            sentence = f"{view.name}: {meeting.key} is {meeting.status}, so that {among(steps)} wait for a date"
            remedy = _remedy(meeting, instead.get(meeting.id))
            yield Task(TaskKind.LOST, meeting.updated_at, view.name, sentence, (remedy,))


def _remedy(meeting: Meeting, instead: str | None) -> Call:
    """Return the act that gives what depends on the meeting its dates: by the meeting that says it replaces it."""
    if meeting.status is MeetingStatus.POSTPONED:
        return Call("meeting/move", {"meeting": meeting.key}, "give it new days")
    if instead is None:
        return held_instead(meeting.key)
    return Call("meeting/cancel", {"meeting": meeting.key, "instead": instead}, f"have them depend on {instead}")


def _replacements(session: Session) -> dict[int, str]:
    """Return, by meeting, the key of the one that replaces it and has days."""
    other = aliased(Meeting)
    query = select(MeetingState.related_id, other.key).join(other, other.id == MeetingState.meeting_id)
    query = query.where(MeetingState.relation == Relation.REPLACES, other.status.not_in(CALLED_OFF))
    query = query.order_by(MeetingState.id)
    return {row.related_id: row.key for row in session.execute(query) if row.related_id}
