"""The state of sending: which data folders send, when it is held, which servers rest, who holds connections."""

from datetime import datetime

from sqlalchemy import Float
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

RESTORED = "restored"  # the kind of a hold: the store came back from a copy


class Sender(Base):
    """One data folder that rounds were run from: when it last finished one, and how its two clocks stood then.

    `ticks` stands in the folder as well; a store that knows fewer than the folder was restored from a backup.
    """

    __tablename__ = "sender"
    home_id: Mapped[str] = mapped_column(primary_key=True)  # a random word kept in the data folder
    boot_id: Mapped[str]  # the kernel's: within one boot the steady clock can be compared
    ticks: Mapped[int]
    ticked_at: Mapped[datetime]  # the real clock
    steady: Mapped[float] = mapped_column(Float)  # seconds since the boot
    place: Mapped[str | None] = mapped_column(default=None)  # the machine and the store's file; None where it is none


class Hold(Base):
    """Why nothing leaves: since when, and until who said what. Ended, not deleted.

    A wrong clock holds the one data folder whose machine has it; everything else holds all of them.
    """

    __tablename__ = "hold"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]  # clock | restored | officer
    because: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str | None]  # None: found by a round, or born with a copy
    home_id: Mapped[str | None] = mapped_column(default=None)  # the sender it holds; None: every sender
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by: Mapped[str | None] = mapped_column(default=None)


class Breaker(Base):
    """A server that failed several times in a row: nothing is claimed for it until `open_until` (the real clock)."""

    __tablename__ = "breaker"
    carrier: Mapped[str] = mapped_column(primary_key=True)  # `email`, or a channel's carrier
    faults: Mapped[int]  # in a row; 0 once it has taken a message again
    open_until: Mapped[datetime | None] = mapped_column(default=None)
    detail: Mapped[str | None] = mapped_column(default=None)


class Connection(Base):
    """One of the connections that all senders together may have to the mail server, and who holds it until when."""

    __tablename__ = "connection"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str | None] = mapped_column(default=None)
    held_until: Mapped[datetime | None] = mapped_column(default=None)  # the real clock


class Lateness(Base):
    """How many letters a server accepted in a month (UTC) so many seconds after they were due, and no fewer."""

    __tablename__ = "lateness"
    month: Mapped[str] = mapped_column(primary_key=True)  # 2026-11
    at_most: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # a bound of record.sending.lateness
    letters: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float)  # of all of them together
