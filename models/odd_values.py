"""Odd values: stand-ins for stored values that cannot be read, such as a day that Python lacks or an unknown word.

No door lets one in; a hand in the database did. It is read as a value of its own type that is never believed and harms
no reckoning: in the year 1000, in which one can count both ways and convert zones. It shows what is stored.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.exc import DontWrapMixin

from planning.errors import CouncilError
from planning.remedies import Call

YEAR = 1000
LONGEST = 40  # characters of it that are shown
AnyEnum = TypeVar("AnyEnum", bound=StrEnum)


class OddDay(date):
    """A day that cannot be read."""

    stored = ""

    def __str__(self) -> str:
        return self.stored or self.isoformat()


class OddInstant(datetime):
    """An instant that cannot be read."""

    stored = ""

    def __str__(self) -> str:
        return self.stored or self.isoformat()


class OddHour(time):
    """An hour that cannot be read."""

    stored = ""

    def __str__(self) -> str:
        return self.stored or self.isoformat()


class OddWords(list[str]):
    """A list of words that cannot be read: an empty one."""


ODD = frozenset({OddDay, OddInstant, OddHour, OddWords})
ODD_NAME = "(odd)"  # of a value of an enum; no member can be called so


def odd_day(stored: object) -> OddDay:
    """Return the day that stands for what is stored."""
    day = OddDay(YEAR, 1, 1)
    day.stored = shown(stored)
    return day


def odd_instant(stored: object) -> OddInstant:
    """Return the instant that stands for what is stored."""
    instant = OddInstant(YEAR, 1, 1, tzinfo=UTC)
    instant.stored = shown(stored)
    return instant


def odd_hour(stored: object) -> OddHour:
    """Return the hour that stands for what is stored."""
    hour = OddHour(23, 59, 59)
    hour.stored = shown(stored)
    return hour


def odd_words(stored: object) -> OddWords:
    """Return the list that stands for what is stored."""
    return OddWords()


def odd_word(enum: type[AnyEnum], stored: object) -> AnyEnum:
    """Return the stored word as a value of the enum that is none of its members."""
    word = str.__new__(enum, stored)
    word._name_, word._value_ = ODD_NAME, str(stored)
    return word


def is_odd(value: object) -> bool:
    """Return True if a value that was read stands for one that cannot be. It is asked of each of many."""
    return type(value) in ODD or (isinstance(value, StrEnum) and value._name_ == ODD_NAME)


def is_any_odd(words: Iterable[StrEnum], values: Iterable[object]) -> bool:
    """Return True if one of these is odd: words of enums, and values of other types; thousands are asked."""
    return not ODD.isdisjoint(map(type, values)) or ODD_NAME in {word._name_ for word in words}


def shown(stored: object) -> str:
    """Return what is stored as people are shown it; a driver gives some of it as bytes."""
    words = bytes(stored).decode(errors="replace") if isinstance(stored, bytes | memoryview) else str(stored)
    return words[:LONGEST]


class CannotBeRead(CouncilError, DontWrapMixin):
    """A value that cannot be read was about to be written."""

    def __init__(self, value: object) -> None:
        tasks = Call("task/list", words="put right first what they name")
        super().__init__(f"{value!s} is stored and cannot be read", tasks)
