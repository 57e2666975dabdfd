"""The ledger of a window: who has answered, what they said, and what became of it. All append-only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.deadlines import Deadline
from models.journal import Entry
from models.people import Organization

FOR_CHAIR = "for-chair"  # what the Chair is to decide of a comment
WITHDRAWN = "withdrawn"  # what becomes of a comment that is taken back
REOPENED = "reopened"  # what becomes of a comment of which nothing has become after all


class Answer(Base):
    """What an organization answered on a day. The last row of an organization and a document is how that one stands."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey(Deadline.id), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    on: Mapped[date]
    by: Mapped[str]  # who recorded it
    document: Mapped[str]  # its symbol; empty for one without
    url: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    accepted_by: Mapped[str | None] = mapped_column(default=None)  # who accepted it although it was late
    withdrawn: Mapped[str | None] = mapped_column(default=None)  # why it does not count any more
    given_by: Mapped[str | None] = mapped_column(default=None)  # of a vote: the focal point, by public id
    organization: Mapped[Organization] = relationship(lazy="raise", init=False)


class Comment(Base):
    """One thing that an answer asks for, in our own words, under its number in the window."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("deadline_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey(Deadline.id))
    number: Mapped[int]
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id))
    document: Mapped[str]  # that of its answer
    says: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    outcomes: Mapped[list["Outcome"]] = relationship(lazy="raise", order_by="Outcome.id", init=False)


class Outcome(Base):
    """What became of a comment: taken up, and where; declined, and why; noted; or open again. The last one counts."""

    __tablename__ = "comment_outcome"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    kind: Mapped[str]  # taken-up | declined | noted | for-chair | withdrawn | reopened
    words: Mapped[str]  # where, why not, what, or why again
    by: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
