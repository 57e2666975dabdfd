"""The typed base of every table: instants are aware and come back in UTC, on SQLite and PostgreSQL alike.

A value that no version of the program writes is read as an odd value (models/odd_values.py), and stops no other row.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, DateTime, MetaData, String, Time, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from models.odd_values import CannotBeRead, is_odd, odd_day, odd_hour, odd_instant, odd_word, odd_words
from planning.basis import Basis
from planning.coded_facts import Stored
from planning.errors import CouncilError, NaiveInstant
from planning.window import Precision

UNREAD = (ValueError, TypeError, OverflowError)  # what reading raises for a value that is none of its type


class _Readable(TypeDecorator[Any]):
    """A type of column: values that cannot be read are returned as odd values, and never written."""

    cache_ok = True

    @staticmethod
    def odd(stored: object) -> Any:
        """Return what stands for a stored value that cannot be read."""
        raise NotImplementedError  # each type of column has a value of its own

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Return the value as it is written. Raises CannotBeRead."""
        if is_odd(value):
            raise CannotBeRead(value)
        return value

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """Return what reads a stored value; None where the driver does (models/odd_loaders.py)."""
        read, odd = super().result_processor(dialect, coltype), self.odd
        if read is None:
            return None

        def readable(stored: Any) -> Any:
            try:
                return read(stored)
            except UNREAD:
                return odd(stored)

        return readable


class Day(_Readable):
    """A day."""

    impl = Date
    cache_ok = True
    odd = staticmethod(odd_day)


class Hour(_Readable):
    """An hour of a day."""

    impl = Time
    cache_ok = True
    odd = staticmethod(odd_hour)


class UtcDateTime(_Readable):
    """An instant. Refuses a naive one; returns UTC, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True
    odd = staticmethod(odd_instant)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        value = super().process_bind_param(value, dialect)
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstant(f"the instant {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(_Readable):
    """A list of words."""

    impl = JSON
    cache_ok = True
    odd = staticmethod(odd_words)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str]:
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        raise ValueError(json.dumps(value))


class Said(_Readable):
    """A list of links or flags as JSON; planning/coded_facts.py reads them."""

    impl = JSON
    cache_ok = True
    odd = staticmethod(odd_words)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Stored]:
        if isinstance(value, list):
            return value
        raise ValueError(json.dumps(value))


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

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum
        self._members = {member.value: member for member in enum}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self._members.get(value) or odd_word(self.enum, value)


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
        date: Day,
        time: Hour,
        list[str]: Words,
        list[Stored]: Said,
        dict[str, str]: JSON,
        Basis: Word(Basis),
        Precision: Word(Precision),
    }
