"""Accounts: what a person may do at the desk, how they prove who they are, and where they are signed in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Word
from models.journal import Entry
from models.people import Person


class Right(StrEnum):
    """What an account may do; each includes those below it."""

    ADMINISTRATOR = "administrator"
    APPROVER = "approver"
    SECRETARIAT = "secretariat"
    VIEWER = "viewer"


class Account(Base):
    """What a person may do at the desk, from a moment on. Another right is another row: the former one ends."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    holds: Mapped[Right] = mapped_column(Word(Right))
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Credential(Base):
    """How a person proves who they are: a password, as its hash, and the link by which they choose one.

    No password and no link is kept itself: of a link there is its SHA-256, of a password its argon2id hash.
    """

    __tablename__ = "credential"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), unique=True)
    password: Mapped[str | None] = mapped_column(default=None)
    password_at: Mapped[datetime | None] = mapped_column(default=None)
    link_hash: Mapped[str | None] = mapped_column(default=None, unique=True)
    link_until: Mapped[datetime | None] = mapped_column(default=None)


class SignIn(Base):
    """Somebody signed in, in one browser; its cookie is known by its SHA-256 only. Ended, not deleted."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)  # random
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]  # `Firefox on Windows`, as it says itself
    begun_at: Mapped[datetime]
    used_at: Mapped[datetime]  # written at most once in five minutes
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    proved_at: Mapped[datetime | None] = mapped_column(default=None)  # anew, to their identity provider

    @property
    def number(self) -> str:
        """The few letters by which people name it."""
        return self.public_id[:8]


class RefusedSignIn(Base):
    """How often somebody was refused on a day, whoever tried: one row, so that no stranger makes the record grow."""

    __tablename__ = "refused_sign_in"
    __table_args__ = (UniqueConstraint("person_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    day: Mapped[date]  # in UTC
    tries: Mapped[int]
    last_at: Mapped[datetime]
