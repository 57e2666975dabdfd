"""Resolutions: their versions, the clauses of each, what these oblige to, and which version is in force from when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Word
from models.journal import Entry
from planning.clauses import Kind, Period


class Resolution(Base):
    """A resolution, whatever its version: `council-1332`."""

    __tablename__ = "resolution"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)  # as mandates cite it: "Council Resolution 1332"
    title: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    versions: Mapped[list["Version"]] = relationship(lazy="raise", order_by="Version.id", init=False)


class Version(Base):
    """A version of a resolution: adopted, modified, abrogated or expected.

    Its text never changes; one that is not held at first may come later.
    """

    __tablename__ = "resolution_version"
    __table_args__ = (UniqueConstraint("resolution_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), index=True)
    name: Mapped[str]  # "Modified 2016"
    kind: Mapped[str]  # adopted | modified | abrogated | expected
    text_held: Mapped[bool]
    source: Mapped[str]
    note: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    recited_in: Mapped[str | None] = mapped_column(default=None)  # the text that recites what is held of it
    called: Mapped[str | None] = mapped_column(default=None)  # the resolution's name in it; None: as the resolution's
    title: Mapped[str | None] = mapped_column(default=None)  # likewise
    text_at: Mapped[datetime | None] = mapped_column(default=None)  # of a text not held at first: when it came
    clauses: Mapped[list["ClauseRow"]] = relationship(lazy="raise", order_by="ClauseRow.position", init=False)
    forces: Mapped[list["Force"]] = relationship(lazy="raise", order_by="Force.id", init=False)


class Force(Base):
    """From when a version is in force, as said at `at`: surely from one day on, possibly from an earlier one.

    Append-only; without any the version is only held beside the one in force.
    """

    __tablename__ = "resolution_force"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    version_id: Mapped[int] = mapped_column(ForeignKey("resolution_version.id"), index=True)
    earliest_on: Mapped[date]
    from_on: Mapped[date | None]  # None: awaited, no source gives the day
    reason: Mapped[str]
    document: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))


class ClauseRow(Base):
    """A numbered clause of a version, in our own words; `key` is its name in every version."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    version_id: Mapped[int] = mapped_column(ForeignKey("resolution_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str]
    group: Mapped[str]
    number: Mapped[str]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    addressee: Mapped[str]
    text: Mapped[str]
    quote: Mapped[str | None] = mapped_column(default=None)  # its printed words, where somebody gave them
    obligations: Mapped[list["ObligationRow"]] = relationship(lazy="raise", order_by="ObligationRow.id", init=False)


class ObligationRow(Base):
    """What a clause obliges to; bodies by their keys."""

    __tablename__ = "obligation"
    __table_args__ = (UniqueConstraint("clause_id", "part"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    part: Mapped[str]  # "" for the only one
    what: Mapped[str]
    period: Mapped[Period] = mapped_column(Word(Period))
    to: Mapped[list[str]]
    via: Mapped[str | None]
    copies: Mapped[list[str]]
    considered_by: Mapped[list[str]]
    purpose: Mapped[str | None]
    by_event: Mapped[str | None]
    first_year: Mapped[int | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
    meeting: Mapped[str | None] = mapped_column(default=None)  # its key: the meeting may be loaded later
