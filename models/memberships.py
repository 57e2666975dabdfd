"""What organizations are to the Union, from a day to a day: a Member State, a member of the Council, an observer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Word
from models.journal import Entry
from models.people import Organization


class MembershipKind(StrEnum):
    """What an organization may be to the Union; several at once."""

    MEMBER_STATE = "member-state"
    SECTOR_MEMBER = "sector-member"
    OBSERVER = "observer"
    COUNCIL_MEMBER = "council-member"


class Membership(Base):
    """An organization is of a kind from a day to a day, as entered at `at`; what replaces a row ends it, as `gone`."""

    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    kind: Mapped[MembershipKind] = mapped_column(Word(MembershipKind), index=True)
    region: Mapped[str | None]
    from_on: Mapped[date | None]  # None: since before the record begins
    to_on: Mapped[date | None]  # the last day; None: until further notice
    source: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id))  # None: carried over from roles of people
    gone_at: Mapped[datetime | None] = mapped_column(default=None)
    gone_entry_id: Mapped[int | None] = mapped_column(ForeignKey(Entry.id), default=None)


class MembershipList(Base):
    """Who is of a kind from a day on, as a list says it, until the day of the next one. The last of a day counts."""

    __tablename__ = "membership_list"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[MembershipKind] = mapped_column(Word(MembershipKind), index=True)
    from_on: Mapped[date]
    names: Mapped[list[str]]  # each with its days and region, as the list says them
    source: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    gone_at: Mapped[datetime | None] = mapped_column(default=None)  # it was taken back
