"""The letters that ask for documents of a meeting: to whom each went, when, for what, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.outbox import Message
from models.people import Person
from models.sessions import DocumentRequest


@dataclass(frozen=True, slots=True)
class DocumentLetter:
    """One letter that asks for documents."""

    number: int
    person: str
    state: str
    at: datetime
    documents: tuple[str, ...]


def of_meeting(session: Session, meeting: str, *, now: datetime) -> tuple[DocumentLetter, ...]:
    """Return the letters that asked for documents of a meeting by `now`, the latest first; in one query."""
    query = (
        select(Message.id, Message.state, Person.name, DocumentRequest.at, DocumentRequest.key)
        .join(DocumentRequest, DocumentRequest.message_id == Message.id)
        .join(Person, Person.id == DocumentRequest.person_id)
        .join(Meeting, Meeting.id == DocumentRequest.meeting_id)
        .where(Meeting.key == meeting, DocumentRequest.at <= now)
        .order_by(DocumentRequest.at.desc(), Message.id, DocumentRequest.id)
    )
    found: dict[int, DocumentLetter] = {}
    for number, state, person, at, key in session.execute(query):
        before = found[number].documents if number in found else ()
        found[number] = DocumentLetter(number, person, str(state), at, (*before, key))
    return tuple(found.values())
