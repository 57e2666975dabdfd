"""Meetings of bodies with all that they have been, and their agenda."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Word
from models.bodies import Body
from models.journal import Entry


class MeetingStatus(StrEnum):
    """How a meeting stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


CALLED_OFF = (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)  # its days no longer hold


class Relation(StrEnum):
    """How a meeting belongs to another one."""

    REPLACES = "replaces"  # a virtual consultation in place of a session
    ADDITIONAL_TO = "additional-to"  # an additional session beside the ordinary one
    SAME_SESSION_AS = "same-session-as"  # one session with two meetings


class Meeting(Base):
    """One sitting of a body, as it now stands. Cycles whose anchors follow it move when it moves."""

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    place: Mapped[str | None]
    status: Mapped[MeetingStatus] = mapped_column(Word(MeetingStatus))
    public_id: Mapped[str] = mapped_column(unique=True)
    updated_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    # What members read where no later state was issued; None: how it now stands, for nothing of it was ever set aside.
    public_state_id: Mapped[int | None] = mapped_column(default=None)
    public_sequence: Mapped[int | None] = mapped_column(default=None)
    hours: Mapped[str | None] = mapped_column(default=None)  # as planning/sittings.py writes them; None: nobody said
    body: Mapped[Body] = relationship(lazy="raise", init=False)
    states: Mapped[list["MeetingState"]] = relationship(
        lazy="raise", order_by="MeetingState.id", foreign_keys="MeetingState.meeting_id", init=False
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(lazy="raise", order_by="AgendaItem.id", init=False)


class MeetingState(Base):
    """How a meeting stood from `at` on: all of it, with why. Append-only; the last one counts."""

    __tablename__ = "meeting_state"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str]
    opens_on: Mapped[date]  # of one postponed or cancelled: the days that no longer hold
    closes_on: Mapped[date]
    place: Mapped[str | None]
    status: Mapped[MeetingStatus] = mapped_column(Word(MeetingStatus))
    at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id))  # None: from before meetings had a history
    relation: Mapped[Relation | None] = mapped_column(Word(Relation), default=None)
    related_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    document: Mapped[str | None] = mapped_column(default=None)
    hours: Mapped[str | None] = mapped_column(default=None)


class AgendaItem(Base):
    """An item of a meeting's agenda from `at` on. Append-only; the last one of its number counts."""

    __tablename__ = "agenda_item"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[str]
    title: Mapped[str]
    document: Mapped[str | None]
    on: Mapped[date | None]  # the day on which it is discussed, once it has one
    withdrawn: Mapped[bool]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
