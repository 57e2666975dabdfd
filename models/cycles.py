"""Cycles: one edition of a chain, with the anchors that it hangs from and every date these have had."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.journal import Entry
from models.meetings import Meeting
from models.store import Store, public_id

ABANDONED = "abandoned"  # an `ending`


def cycle_id(store: Store, name: str) -> str:
    """Return the public id of the cycle `hlpf-contribution/2017`."""
    return public_id(store, "cycle", *name.split("/"))


class Cycle(Base):
    """One edition of a chain, such as `hlpf-contribution/2017`; the chain was copied when it was opened."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("chain", "edition"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chain: Mapped[str]
    edition: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    mandate: Mapped[str]
    zone: Mapped[str]
    place: Mapped[str]
    public_id: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    last_act_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ending: Mapped[str | None] = mapped_column(default=None)  # closed | abandoned
    reason: Mapped[str | None] = mapped_column(default=None)
    anchors: Mapped[list["Anchor"]] = relationship(lazy="raise", order_by="Anchor.position", init=False)

    @property
    def name(self) -> str:
        """`chain/edition`."""
        return f"{self.chain}/{self.edition}"


class Anchor(Base):
    """A name that a cycle hangs from; it follows a meeting, or holds a given day."""

    __tablename__ = "anchor"
    __table_args__ = (UniqueConstraint("cycle_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    title: Mapped[str]
    optional: Mapped[bool]
    outside: Mapped[bool]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey(Meeting.id), index=True, default=None)
    dates: Mapped[list["AnchorDate"]] = relationship(lazy="raise", order_by="AnchorDate.id", init=False)
    meeting: Mapped[Meeting | None] = relationship(lazy="raise", init=False)


class AnchorDate(Base):
    """The days that an anchor had from `at` on, and the meeting that it followed. Append-only; the last one counts.

    Without days it is undated: its meeting was postponed or cancelled.
    """

    __tablename__ = "anchor_date"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    anchor_id: Mapped[int] = mapped_column(ForeignKey("anchor.id"), index=True)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    provisional: Mapped[bool] = mapped_column(default=False)  # of a given day; a followed meeting says so itself
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey(Meeting.id), default=None)
    meeting: Mapped[Meeting | None] = relationship(lazy="raise", init=False)
