"""The journal: the append-only record of acts, each line sealed on top of the one before, and what rows were then."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Entry(Base):
    """One act: when it was done, when it was written, by whom, what; and the seal."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    written_at: Mapped[datetime]  # the real clock
    by: Mapped[str]
    act: Mapped[str]
    cycle: Mapped[str | None] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)  # canonical JSON of all the above and what was done: what is sealed
    previous: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str | None] = mapped_column(default=None)  # the id of its sealing key; None: version 1, a bare hash


class RowDigest(Base):
    """How a row that acts may change stood after one of them: the last such digest is of the row as it is."""

    __tablename__ = "row_digest"
    __table_args__ = (Index("ix_row_digest_of", "of", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(index=True)  # no foreign key: it tells of a line that was taken away, too
    of: Mapped[str]  # the table
    number: Mapped[int]  # the row's id in it
    digest: Mapped[str]  # SHA-256 of the salt and the row, in hex; empty: the row was taken away
    salt: Mapped[str]  # emptied when a person is erased: then nobody can try guesses on an older digest
