"""Documents with their symbols and language versions, their submissions to bodies, and circulars with their answers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.cycles import Cycle
from models.deadlines import Deadline
from models.journal import Entry
from models.meetings import Meeting
from models.people import Organization


class Document(Base):
    """One document, whatever its issue and language; where it has no symbol it goes by its address."""

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)  # its first symbol without issue and language, or its URL
    title: Mapped[str | None]
    dated_on: Mapped[date | None]
    url: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), default=None, index=True)
    same_at: Mapped[datetime | None] = mapped_column(default=None)  # when two recorded apart were found to be one text
    names: Mapped[list["DocumentName"]] = relationship(lazy="raise", order_by="DocumentName.id", init=False)
    versions: Mapped[list["LanguageVersion"]] = relationship(lazy="raise", order_by="LanguageVersion.id", init=False)


class DocumentName(Base):
    """A name of a document: its first, and each symbol under which the same text was issued to another body."""

    __tablename__ = "document_name"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class LanguageVersion(Base):
    """How the document stands in a language, in one of its issues, from `at` on. Append-only; the last one counts."""

    __tablename__ = "language_version"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    issue: Mapped[str]  # "" for the first, "Rev.2", "Add.1", "Corr.1"
    language: Mapped[str]
    state: Mapped[str]  # awaited | in-translation | posted | withdrawn | unknown
    url: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class Submission(Base):
    """A document submitted to a body for a purpose: the purpose is the submission's, not the document's.

    Append-only.
    """

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    symbol: Mapped[str]  # as handed over, with issue and language
    body: Mapped[str]  # its key
    via: Mapped[str | None]
    purpose: Mapped[str | None]
    on: Mapped[date]
    due_on: Mapped[date | None]  # the day by which it was due, as known when it was handed over
    clauses: Mapped[list[str]]  # "council-1332/sg-5"
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey(Cycle.id), index=True)
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey(Deadline.id), index=True)
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    document: Mapped[Document] = relationship(lazy="raise", init=False)
    receipts: Mapped[list["Receipt"]] = relationship(lazy="raise", order_by="Receipt.id", init=False)


class MeetingPaper(Base):
    """A document before a meeting from `at` on, for a purpose; the last row of a document counts. Append-only.

    It says no day of hand-over: that is a submission's.
    """

    __tablename__ = "meeting_paper"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    symbol: Mapped[str]  # as it lies before the meeting, with issue and language
    purpose: Mapped[str | None]
    clauses: Mapped[list[str]]  # "council-1332/tor-c"
    withdrawn: Mapped[bool]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    document: Mapped[Document] = relationship(lazy="raise", init=False)


class Receipt(Base):
    """The word of a body, or of its registry, that a submission has come in. Append-only."""

    __tablename__ = "receipt"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    on: Mapped[date]
    reference: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class Circular(Base):
    """A circular letter or questionnaire: sent to those who hold a role, and answered by organizations."""

    __tablename__ = "circular"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    symbol: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]  # circular | questionnaire
    to: Mapped[str]  # the role of those asked
    sent_on: Mapped[date | None]
    answers_by: Mapped[date | None]
    source: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    sent_at: Mapped[datetime | None] = mapped_column(default=None)  # when its sending was recorded, if after it itself
    answers: Mapped[list["CircularAnswer"]] = relationship(lazy="raise", order_by="CircularAnswer.id", init=False)


class CircularAnswer(Base):
    """An organization's answer to a circular; a second one counts as a supplement, not as another answer."""

    __tablename__ = "circular_answer"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    on: Mapped[date]
    document: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    organization: Mapped[Organization] = relationship(lazy="raise", init=False)


class LineRole(Base):
    """ITU's role for a WSIS action line, or in something else, as a source states it for a year.

    The last statement counts until the next.
    """

    __tablename__ = "line_role"
    __table_args__ = (UniqueConstraint("line", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    line: Mapped[str]  # C1 to C11, or in what else the role is held
    year: Mapped[int]
    role: Mapped[str]  # of a line facilitator | co-facilitator | partner
    title: Mapped[str | None]
    source: Mapped[str]
    focal_point: Mapped[str | None]  # a contact's public id
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class ReportingWindow(Base):
    """The span that an edition of a report covers, in the words of its source: no calendar year, and it drifts."""

    __tablename__ = "reporting_window"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle: Mapped[str] = mapped_column(unique=True)  # the edition: annual-report/2017
    opens: Mapped[str]  # "December 2016"
    closes: Mapped[str | None]
    source: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
