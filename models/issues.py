"""Issues: from which instant on which date of a deadline, or which state of a meeting, is public. Append-only."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.deadlines import Deadline, Promise
from models.journal import Entry
from models.meetings import Meeting, MeetingState


class Issue(Base):
    """What members read from `effective_at` on, unless a stop came before: page, feed and letter at once.

    It is a promise of a deadline, or a state of a meeting.
    """

    __tablename__ = "issue"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey(Deadline.id), index=True)
    promise_id: Mapped[int | None] = mapped_column(ForeignKey(Promise.id))
    approved_at: Mapped[datetime]
    effective_at: Mapped[datetime] = mapped_column(index=True)  # each feed asks what comes next
    sequence: Mapped[int]  # of the deadline or meeting when it was approved
    shown: Mapped[int]  # of the deadline, likewise; what was shown since is added to the sequence
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id))  # None: public before there were issues
    tells_at: Mapped[datetime | None] = mapped_column(default=None)  # when the membership is told; None: by no letter
    held: Mapped[bool] = mapped_column(default=True)  # its letters wait for an approval: no approver issued it
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey(Meeting.id), index=True, default=None)
    invites: Mapped[bool] = mapped_column(default=False)  # invitation and recalls of its window were approved with it
    state_id: Mapped[int | None] = mapped_column(ForeignKey(MeetingState.id), default=None)


class IssueStop(Base):
    """An approver's word, before an issue takes effect, that it does not."""

    __tablename__ = "issue_stop"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    issue_id: Mapped[int] = mapped_column(ForeignKey(Issue.id), unique=True)
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


def stands(at: datetime | ColumnElement[datetime], of: type[Issue] = Issue) -> ColumnElement[bool]:
    """Return the condition that an issue has been approved by then, and was not stopped by then."""
    stopped = select(IssueStop.id).where(IssueStop.issue_id == of.id, IssueStop.at <= at).correlate(of).exists()
    return and_(of.approved_at <= at, ~stopped)


def is_public(at: datetime | ColumnElement[datetime], of: type[Issue] = Issue) -> ColumnElement[bool]:
    """Return the condition that an issue has taken effect by then."""
    return and_(of.effective_at <= at, stands(at, of))
