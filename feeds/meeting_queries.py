"""Queries of meetings, and of the meetings that anchors follow: as they are set, and as members read them.

Written once: building a statement costs more than running it.
"""

from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from models.base import UtcDateTime
from models.bodies import Body
from models.cycles import Anchor
from models.issues import Issue, is_public
from models.meetings import Meeting, MeetingState
from models.prepared_query import Prepared
from record.cycles import meeting_issues

FOLLOWED = aliased(Meeting)
_LAST = aliased(MeetingState)
_LAST_DOCUMENT = (
    select(_LAST.document)
    .where(_LAST.meeting_id == Meeting.id)
    .order_by(_LAST.id.desc())
    .limit(1)
    .correlate(Meeting)
    .scalar_subquery()
    .label("document")
)
MEETINGS = Prepared(
    select(
        Meeting.id, Meeting.public_id, Body.key, Meeting.title, Meeting.opens_on, Meeting.closes_on, Meeting.place,
        Meeting.status, Meeting.sequence, Meeting.updated_at, Body.name.label("body_name"), _LAST_DOCUMENT,
        Meeting.hours,
    ).join(Body, Body.id == Meeting.body_id).order_by(Meeting.id)
)  # fmt: skip
# What members read of a meeting: a state that is public, where another one was ever set; else how it stands.
_NOW = bindparam("now", type_=UtcDateTime)
READ = MeetingState.id == meeting_issues.read_state_id(_NOW)
ISSUED_AS = Issue.id == (
    select(func.max(Issue.id))
    .where(Issue.state_id == MeetingState.id, is_public(_NOW))
    .correlate(MeetingState)
    .scalar_subquery()
)


def _read(state: Any, row: Any) -> Any:
    return case((MeetingState.id.is_(None), row), else_=state)


PUBLIC_MEETING = (
    Meeting.id, Meeting.public_id, Body.key, _read(MeetingState.title, Meeting.title),
    _read(MeetingState.opens_on, Meeting.opens_on), _read(MeetingState.closes_on, Meeting.closes_on),
    _read(MeetingState.place, Meeting.place), _read(MeetingState.status, Meeting.status),
    func.coalesce(Issue.sequence, Meeting.public_sequence, Meeting.sequence).label("sequence"),
    func.coalesce(Issue.effective_at, MeetingState.at, Meeting.updated_at).label("updated_at"),
    Body.name.label("body_name"), case((MeetingState.id.is_(None), _LAST_DOCUMENT), else_=MeetingState.document),
    _read(MeetingState.hours, Meeting.hours),
)  # fmt: skip
PUBLIC_MEETINGS = Prepared(
    select(*PUBLIC_MEETING)
    .join(Body, Body.id == Meeting.body_id)
    .outerjoin(MeetingState, READ)
    .outerjoin(Issue, ISSUED_AS)
    .order_by(Meeting.id)
)
# An anchor follows another meeting once that is public; where nothing was ever set, it is the one of its row.
HUNG = case((FOLLOWED.public_state_id.is_not(None), meeting_issues.hung_meeting_id(_NOW)), else_=Anchor.meeting_id)
ANCHORS = Prepared(select(Anchor.cycle_id, Anchor.name, Anchor.meeting_id).where(Anchor.meeting_id.is_not(None)))
PUBLIC_ANCHORS = Prepared(
    select(Anchor.cycle_id, Anchor.name, HUNG.label("meeting_id")).join(FOLLOWED, FOLLOWED.id == Anchor.meeting_id)
)
