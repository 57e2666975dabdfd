"""What a conference did to resolutions, as a list says it; it counts once an act accepts it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Word
from models.journal import Entry


class OutcomeFate(StrEnum):
    """What became of a resolution."""

    REVISED = "revised"
    NEW = "new"
    SUPPRESSED = "suppressed"


class ConferenceOutcome(Base):
    """A line of a list of outcomes, which changes nothing until it is accepted. Of two alike the last one counts."""

    __tablename__ = "conference_outcome"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    resolution: Mapped[str] = mapped_column(index=True)  # its key, also of one that is not on record yet
    name: Mapped[str]  # as the list calls it
    title: Mapped[str | None]
    fate: Mapped[OutcomeFate] = mapped_column(Word(OutcomeFate))
    version: Mapped[str]
    held: Mapped[bool]  # whether the list says that the text is available
    from_on: Mapped[date | None]  # in force from that day; None: not said yet
    lead: Mapped[str | None]  # the unit that follows it up
    reports_to: Mapped[str | None]
    ends: Mapped[str | None]  # a day, a session or a conference, as the list says it
    source: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id), default=None)
