"""Bodies, their other names, and the closed days of duty stations."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Body(Base):
    """A body that meets: CWG-WSIS&SDG, the Council, CSTD, ECOSOC, HLPF, UNGA, PP."""

    __tablename__ = "body"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class BodyAlias(Base):
    """Another name of a body: WG-WSIS = CWG-WSIS = CWG-WSIS&SDG. Folded to small letters."""

    __tablename__ = "body_alias"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    alias: Mapped[str] = mapped_column(unique=True)


class HolidayList(Base):
    """The closed days of a duty station for one year, as its circular lists them."""

    __tablename__ = "holiday_list"
    __table_args__ = (UniqueConstraint("place", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    place: Mapped[str]
    year: Mapped[int]
    days: Mapped[list[str]]  # ISO dates
