"""The file of a session: the documents expected for it, the letters that ask for them, and what it decided."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Word
from models.documents import Document
from models.journal import Entry
from models.meetings import Meeting
from models.outbox import Message
from models.people import Organization, Person


class Wanted(StrEnum):
    """In which languages a document is wanted."""

    SIX = "six"
    ORIGINAL = "original"


class Ruling(StrEnum):
    """What was decided of a late document (Rule 20)."""

    ACCEPTED = "accepted"
    NEXT_SESSION = "next-session"


class ExpectedDocument(Base):
    """A document expected for a meeting, as it stands from `at` on; the last row of its key counts. Append-only.

    A contribution has an organization, and is on record from the day on which it came. How it stands in each language
    is said of the document (`LanguageVersion`).
    """

    __tablename__ = "expected_document"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id), index=True)
    key: Mapped[str]  # its name within the meeting: wsis-report
    title: Mapped[str]
    unit: Mapped[str]  # the role of its authors: general-secretariat; of a contribution member-states
    organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id), index=True)
    joint_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))  # of a joint one: the other ones
    item: Mapped[str | None]  # the number of the agenda item: PL 1.3
    submit_by: Mapped[str | None]  # a day, a step of a cycle that hangs from the meeting, or CYCLE STEP
    post_by: Mapped[str | None]  # likewise
    languages: Mapped[Wanted] = mapped_column(Word(Wanted))
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    symbol: Mapped[str | None]  # as it came, with issue and language
    received_on: Mapped[date | None]
    ruling: Mapped[Ruling | None] = mapped_column(Word(Ruling))  # of a late one
    because: Mapped[str | None]
    source: Mapped[str | None]  # the document that says so
    next_id: Mapped[int | None] = mapped_column(ForeignKey(Meeting.id))  # the session to which it was moved
    withdrawn: Mapped[bool]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    next: Mapped[Meeting | None] = relationship(lazy="raise", foreign_keys=[next_id], init=False)


class DocumentRequest(Base):
    """That a person was asked, by a letter, for a document that had not come. Append-only."""

    __tablename__ = "document_request"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id), index=True)
    key: Mapped[str]  # of the document, within the meeting
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), index=True)
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class Decision(Base):
    """What a session decided, in one line of its sheet, and what that became; it may be taken back, as `gone`."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id), index=True)
    document: Mapped[str | None]  # the one that says so
    paragraph: Mapped[str]
    outcome: Mapped[str]  # item | date | obligation | nothing
    details: Mapped[str]  # for whom, by when, of which step: as typed
    text: Mapped[str]
    became: Mapped[str | None]  # the item's key, the cycle and step, or the clause
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    gone_at: Mapped[datetime | None] = mapped_column(default=None)  # it was taken back
    gone_entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id), default=None)
