"""Kept pieces of feeds: one rendered blob per item, revision, view and language; a feed is their join."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Blob(Base):
    """The bytes of one calendar item as last rendered. A cache: it may be emptied at any time."""

    __tablename__ = "blob"
    uid: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[str] = mapped_column(primary_key=True)  # sequence, view, language and renderer version
    data: Mapped[bytes] = mapped_column(LargeBinary)
