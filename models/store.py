"""The store itself: one secretariat, one row, whose id every public id is derived from."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Store(Base):
    """The one row: its identity, and the host of the UIDs in its feeds, which never change; and its journal's head."""

    __tablename__ = "store"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    public_id: Mapped[str]
    uid_host: Mapped[str]
    created_at: Mapped[datetime]
    # The head of the journal: how many lines it has, and the seal of the last one; None if none was sealed with a key.
    journal_lines: Mapped[int] = mapped_column(default=0, server_default="0")
    journal_hash: Mapped[str | None] = mapped_column(default=None)
    needs_revision: Mapped[str | None] = mapped_column(default=None)  # what a program must know: see models/schema.py
    id: Mapped[int] = mapped_column(primary_key=True, default=1)


class NoStoreRow(LookupError):
    """The one row is gone: somebody took it out of the database."""


def the_store(session: Session) -> Store:
    """Return the one row. Raises NoStoreRow."""
    return _the_row(session.scalars(select(Store)).one_or_none())


def locked_store(session: Session) -> Store:
    """Return the one row, held until the transaction ends: the journal grows, and plans are made, one at a time.

    SQLite needs no lock of ours: its writer began IMMEDIATE and is alone.
    """
    return _the_row(session.scalars(select(Store).with_for_update()).one_or_none())


def _the_row(row: Store | None) -> Store:
    if row is None:
        raise NoStoreRow
    return row


def public_id(store: Store, *natural_key: str) -> str:
    """Return the id shown outside for a natural key: a uuid5, for row numbers are reused and never leave."""
    return str(uuid5(UUID(store.public_id), "/".join(natural_key)))
