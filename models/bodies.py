"""Bodies, their other names, their meetings, and the closed days of duty stations."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Word


class Body(Base):
    """A body that meets: CWG-WSIS&SDG, the Council, CSTD, ECOSOC, HLPF, UNGA, PP."""

    __tablename__ = "body"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class BodyAlias(Base):
    """Another name of a body: WG-WSIS = CWG-WSIS = CWG-WSIS&SDG. Folded to small letters."""

    __tablename__ = "body_alias"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    alias: Mapped[str] = mapped_column(unique=True)


class MeetingStatus(StrEnum):
    """How a meeting stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Meeting(Base):
    """One sitting of a body. Cycles whose anchors follow it move when it moves."""

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
    body: Mapped[Body] = relationship(lazy="raise", init=False)


class HolidayList(Base):
    """The closed days of a duty station for one year, as its circular lists them."""

    __tablename__ = "holiday_list"
    __table_args__ = (UniqueConstraint("place", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    place: Mapped[str]
    year: Mapped[int]
    days: Mapped[list[str]]  # ISO dates
