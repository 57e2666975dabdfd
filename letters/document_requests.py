"""What a request for documents says as it leaves: what of it has come meanwhile is asked for no more."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.contents import addressed
from models.meetings import Meeting
from models.outbox import Message, MessageKind
from models.sessions import DocumentRequest
from notifications.document_request import Request
from notifications.weekly_words import Fact
from record.meetings import expected_documents, session_cycles
from record.meetings.expected_documents import ExpectedView
from record.settings import Settings


def requests(
    session: Session, messages: Sequence[Message], settings: Settings, *, now: datetime
) -> Mapping[int, Request | None]:
    """Return what each of these messages that is a request asks for, by message id; None where all has come."""
    ids = [message.id for message in messages if message.kind == MessageKind.REQUEST]
    if not ids:
        return {}
    query = select(DocumentRequest, Meeting).join(Meeting, Meeting.id == DocumentRequest.meeting_id)
    rows = session.execute(query.where(DocumentRequest.message_id.in_(ids)).order_by(DocumentRequest.id)).all()
    meetings = {meeting.id: meeting for _, meeting in rows}
    awaited = {number: _awaited(session, meeting, now) for number, meeting in meetings.items()}
    asked: dict[int, list[tuple[Meeting, ExpectedView]]] = {number: [] for number in ids}
    for row, meeting in rows:
        if view := awaited[meeting.id].get(f"{meeting.key}/{row.key}"):
            asked[row.message_id].append((meeting, view))
    return {
        message.id: _make_request(message, asked[message.id], settings, now) if asked[message.id] else None
        for message in messages
        if message.id in asked
    }


def _awaited(session: Session, meeting: Meeting, now: datetime) -> dict[str, ExpectedView]:
    steps = session_cycles.days(session_cycles.hanging(session, meeting.id, now=now, known=now))
    views = expected_documents.of_meeting(session, meeting, steps, now=now, known=now)
    return {view.name: view for view in views if view.is_awaited}


def _make_request(
    message: Message, asked: Sequence[tuple[Meeting, ExpectedView]], settings: Settings, now: datetime
) -> Request:
    facts = (
        Fact(what=view.title, where=view.item or "", due=view.due, by=view.unit, note=view.name) for _, view in asked
    )
    return addressed(Request, message.person, settings, now=now)(facts=tuple(facts), meeting=asked[0][0].title)
