"""Subscriptions to feeds, known by the hash of their token only; and when the bytes of each feed last changed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.journal import Entry
from models.people import Person


class Subscription(Base):
    """One person's feed of one selection in one language. A withdrawn one is kept: its address says so for ever."""

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    selection: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 in hex; the token itself is kept nowhere
    issued_at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    used_at: Mapped[datetime | None] = mapped_column(default=None)  # written at most once a minute
    person: Mapped[Person] = relationship(lazy="raise", init=False)

    @property
    def number(self) -> str:
        """The few letters by which people name it."""
        return self.public_id[:8]


class Asked(Base):
    """Somebody asked for a private address, or was offered it: the mail that brings the link to it, and its use.

    The link says this row's public id, signed; no token is stored, and none exists before the link is used.
    """

    __tablename__ = "asked_address"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)  # random: also the mail's Message-ID
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    selection: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="queued")  # queued | sending | retry | sent | dead
    token: Mapped[str | None] = mapped_column(default=None)  # of the sender that holds it
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    retry_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str | None] = mapped_column(default=None)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    is_offered: Mapped[bool] = mapped_column(default=False)  # by the secretariat: its reader did not ask for it
    act: Mapped[str | None] = mapped_column(default=None)  # the id of the act that caused it; of before, none
    person: Mapped[Person] = relationship(lazy="raise", init=False)


class KeptFeed(Base):
    """When the bytes of a feed last changed, so that every process says the same Last-Modified. A cache."""

    __tablename__ = "kept_feed"
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]  # SHA-256 of the bytes, in hex
    modified_at: Mapped[datetime]
