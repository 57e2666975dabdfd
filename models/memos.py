"""What people want to be reminded of at the desk."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.journal import Entry


class Memo(Base):
    """That somebody is to be reminded of something on a day: it is theirs alone, and is shown until they end it."""

    __tablename__ = "memo"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    hand: Mapped[str] = mapped_column(index=True)  # whose it is, as the journal keeps people
    due_on: Mapped[date]
    words: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
