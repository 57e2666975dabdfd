"""The journal: the append-only record of acts, each line sealed on top of the one before."""

from datetime import datetime

from sqlalchemy import Text
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
