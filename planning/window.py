"""A date with its precision: a day, or some days on end, a week, a month, a year of which the last day binds."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planning.day_range import believed
from planning.rule_words import MONTHS


class Precision(StrEnum):
    """How exactly a source names a date; part of the date, never rounded away."""

    DAY = "day"
    DAYS = "days"  # of a meeting, or as printed: some day from the first to the last
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def is_exact(self) -> bool:
        """Return True for a day, or some days that are each named."""
        return self in (Precision.DAY, Precision.DAYS)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that a date may mean; equal for a plain day. The last one binds."""

    first: date
    last: date
    precision: Precision = Precision.DAY

    def __str__(self) -> str:
        if self.precision is Precision.DAY:
            return self.last.isoformat()
        if self.precision is Precision.DAYS:
            return f"{self.first.isoformat()} to {self.last.isoformat()}"
        return f"{self.precision} to {self.last.isoformat()}"


def span_words(span: Window) -> str:
    """Return `2017-02-07/2017-02-08`, or the one day."""
    return f"{span.first}/{span.last}" if span.first != span.last else str(span.last)


Given = Window | str  # an anchor's days, or the key of the meeting that it follows


def given_words(anchor: Given) -> str:
    """Return an anchor as people type it: its days, or the key of its meeting."""
    return anchor if isinstance(anchor, str) else span_words(anchor)


def day(on: date) -> Window:
    """Return the window of one day."""
    return Window(on, on)


def believed_window(window: Window) -> Window:
    """Return the window. Raises UnbelievableDay where a day of it lies outside the range of planning/day_range.py."""
    believed(window.first)
    believed(window.last)
    return window


def month(year: int, number: int) -> Window:
    """Return the days of a month."""
    return Window(date(year, number, 1), date(year, number, monthrange(year, number)[1]), Precision.MONTH)


def week_of_month(year: int, number: int, nth: int) -> Window:
    """Return days 1-7, 8-14, 15-21 or 22-28 of a month for `nth` 0 to 3, its last seven days for 4."""
    whole = month(year, number)
    first = whole.last - timedelta(days=6) if nth == 4 else whole.first + timedelta(days=7 * nth)
    return Window(first, first + timedelta(days=6), Precision.WEEK)


def around(on: date, unit: str) -> Window:
    """Return the week, the month or the year that a day lies in; a week runs from Monday to Sunday."""
    if unit == Precision.YEAR:
        return Window(date(on.year, 1, 1), date(on.year, 12, 31), Precision.YEAR)
    if unit == Precision.MONTH:
        return month(on.year, on.month)
    monday = on - timedelta(days=on.weekday())
    return Window(monday, monday + timedelta(days=6), Precision.WEEK)


def add_months(on: date, months: int) -> date:
    """Return the same day `months` later (earlier, when negative), clamped: 31 January + 1 is the last of February.

    Raises ValueError outside the years 1 to 9999.
    """
    years, index = divmod(on.month - 1 + months, len(MONTHS))
    year = on.year + years
    if not 1 <= year <= 9999:
        raise ValueError("year out of range")
    return date(year, index + 1, min(on.day, monthrange(year, index + 1)[1]))
