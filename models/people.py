"""Organizations, people, the roles that they hold, and the channels by which they are reached."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base


class Organization(Base):
    """A member state, a sector member, a bureau: comments and answers belong to it."""

    __tablename__ = "organization"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(unique=True)


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
    scope: Mapped[str] = mapped_column(default="")  # "" everywhere, else a body's, chain's or cycle's name
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    person: Mapped[Person] = relationship(lazy="raise", init=False, back_populates="roles")


class Channel(Base):
    """A way to reach a person: `email` (at the person's address), or an Apprise URL."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("person_id", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(default="email")
    person: Mapped[Person] = relationship(lazy="raise", init=False, back_populates="channels")
