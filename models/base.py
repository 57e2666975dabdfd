"""The typed base of every table: instants are aware and come back in UTC, on SQLite and PostgreSQL alike."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Date, DateTime, MetaData, String, Time, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from planning.basis import Basis
from planning.errors import CouncilError, NaiveInstant
from planning.window import Precision


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses a naive one; returns UTC, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstant(f"the instant {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class HoldsNul(CouncilError, DontWrapMixin):
    """A text with a NUL in it: PostgreSQL keeps none, and SQLite would cut it short in some readers."""

    def __init__(self, text: str) -> None:
        shown = text.replace("\0", "␀")[:60]
        super().__init__(f"the text {shown!r} holds a NUL character; take it out")


class WithoutNul(TypeDecorator[str]):
    """A text as people write it. Refuses a NUL, whatever the database would say."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and "\0" in value:
            raise HoldsNul(value)
        return value


class Word(TypeDecorator[str]):
    """A StrEnum kept as its plain word, so that a row reads by itself and a new word needs no migration."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[Any]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.enum(value)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """The base of all tables. Relationships are loaded on purpose (`lazy="raise"`), never by surprise."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        str: WithoutNul,
        datetime: UtcDateTime,
        date: Date,
        time: Time,
        list[str]: JSON,
        Basis: Word(Basis),
        Precision: Word(Precision),
    }
