"""Organizations, people, the roles that they hold, how they are reached, and what they chose about that."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.journal import Entry


class Organization(Base):
    """A member state, a sector member, a bureau: comments and answers belong to it.

    One that was merged into another is that one's from then on, and so is a name that was given up: what was recorded
    of it stays as it was recorded, and counts as the other's.
    """

    __tablename__ = "organization"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(unique=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), default=None)


class Person(Base):
    """Somebody with an address. Erasing blanks the row; the journal names the public id only."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)  # folded to small letters
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    language: Mapped[str] = mapped_column(default="en")
    zone: Mapped[str | None] = mapped_column(default=None)  # None: the chain's
    digest: Mapped[str | None] = mapped_column(default=None)  # each | daily | weekly; None: the house's rule
    reachable_from: Mapped[datetime | None] = mapped_column(default=None)  # bounces before it no longer count
    link_series: Mapped[int] = mapped_column(default=0, server_default="0")  # signed into links; one more ends all sent
    undated_links_until: Mapped[date | None] = mapped_column(default=None)  # of links sent before links said a day
    file_said: Mapped[dict[str, str] | None] = mapped_column(default=None)  # marks of what files said last, by field
    official: Mapped[bool] = mapped_column(default=False, server_default=false())  # their organization's one address
    roles: Mapped[list["Role"]] = relationship(lazy="raise", init=False, back_populates="person")
    channels: Mapped[list["Channel"]] = relationship(lazy="raise", init=False, back_populates="person")
    organization: Mapped[Organization | None] = relationship(lazy="raise", init=False)


class Role(Base):
    """A role held by a person, for everything or for one body, chain or cycle, from a day to a day."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("person_id", "role", "scope", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(index=True)
    scope: Mapped[str] = mapped_column(default="")  # "" everywhere; else of a body, organization, chain or cycle
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str | None] = mapped_column(default=None)  # of an office: the text that gives the list of Chairs
    person: Mapped[Person] = relationship(lazy="raise", init=False, back_populates="roles")


class Channel(Base):
    """A way to reach a person: `email` (at the person's address), or an Apprise URL, sealed (actions/secrets.py)."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("person_id", "fingerprint"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(default="email")
    fingerprint: Mapped[str] = mapped_column(default="email")  # tells two URLs apart without opening them
    carrier: Mapped[str] = mapped_column(default="email")  # its server, without secrets: `slack`, `jsons:host`
    person: Mapped[Person] = relationship(lazy="raise", init=False, back_populates="channels")


class Deputy(Base):
    """Who is told in a person's place, or beside them once they are back, from a day to a day."""

    __tablename__ = "deputy"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Mute(Base):
    """What a person no longer wants to be told: of one chain, or of all (`""`). Ended, not deleted."""

    __tablename__ = "mute"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chain: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


FAILED = "failed"  # RFC 3464 2.3.3: the server tries no more; it may also say "delayed", which fails nobody


class Bounce(Base):
    """A delivery status notification: a mail that a server had taken came back. Append-only."""

    __tablename__ = "bounce"
    __table_args__ = (UniqueConstraint("person_id", "report_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    report_id: Mapped[str]  # the notification's own Message-ID, or the hash of its bytes: read twice, counted once
    address: Mapped[str]  # the e-mail address that failed
    message: Mapped[str | None]  # the public id of the message that came back, where the notification names it
    action: Mapped[str]  # FAILED, which counts, or delayed
    status: Mapped[str]  # RFC 3463: 5.1.1; 4.4.7 says either "not yet" or "given up": only the action tells
    detail: Mapped[str]
    at: Mapped[datetime]
