"""The follow-up of resolutions: who leads on a clause, by when, and what they reported."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.journal import Entry


class FollowUp(Base):
    """Something that happened in the follow-up of a clause. Append-only; one that was taken back counts no more."""

    __tablename__ = "follow_up"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    clause: Mapped[str] = mapped_column(index=True)  # council-1332/sg-6
    kind: Mapped[str]  # assigned | reported | taken-back (the one before it counts no more)
    unit: Mapped[str | None]  # who leads on it from now on, for `assigned`
    due_on: Mapped[date | None]  # by when, for `assigned`
    standing: Mapped[str | None]  # where it stands, for `reported`
    words: Mapped[str | None]  # what was reported, or why it was taken back
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
