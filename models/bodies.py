"""Bodies, their other names, and the closed days of duty stations."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.journal import Entry


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


class HolidayList(Base):
    """The closed days of a duty station for one year, as its circular lists them."""

    __tablename__ = "holiday_list"
    __table_args__ = (UniqueConstraint("place", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    place: Mapped[str]
    year: Mapped[int]
    days: Mapped[list[str]]  # ISO dates
    # the weekend that the office states for the place, such as "Friday Saturday"; None: that of its country, by CLDR
    weekend: Mapped[str | None] = mapped_column(default=None)
    circular: Mapped[str | None] = mapped_column(default=None)  # the symbol of the circular that lists them
    source: Mapped[str | None] = mapped_column(default=None)  # where that can be read
    circular_on: Mapped[date | None] = mapped_column(default=None)  # the day of the circular
    entered_by: Mapped[str | None] = mapped_column(default=None)  # as the journal keeps people; None: before 0.3
    entered_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_by: Mapped[str | None] = mapped_column(default=None)  # who held it against its circular: somebody else
    checked_at: Mapped[datetime | None] = mapped_column(default=None)


class BodyState(Base):
    """What a body is from `at` on: by what it was set up, to whom it reports, when it ends, which follows it.

    Append-only; the last one counts. A body without any goes on until further notice.
    """

    __tablename__ = "body_state"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    set_up_by: Mapped[str | None]  # the resolution, by its key or as it is cited
    terms: Mapped[str | None]  # its terms of reference
    reports_to: Mapped[str | None]  # a body, by its key where it is on record
    from_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # its last day
    followed_by_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    source: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
