"""The axis of a picture of dates: the pixel of each day, and the days that get a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from planning.window import add_months

ROOM = 46.0  # pixels that a label such as `27 Mar` needs
YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with a line, and the words over it; the year only where it begins to be another."""

    on: date
    words: str
    year: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last` on pixels from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        """Return the pixel at which the day stands."""
        share = (on - self.first).days / (self.last - self.first).days
        return round(self.left + share * (self.right - self.left), 1)

    def holds(self, on: date) -> bool:
        """Return True if the day is between the two ends."""
        return self.first <= on <= self.last

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The Mondays of a short axis, else the first days of months, so far apart that their words have room."""
        days_of_room = ROOM * (self.last - self.first).days / (self.right - self.left)
        if days_of_room < 7:
            return _name_ticks((on, f"{on.day} {on:%b}") for on in self._mondays())
        apart = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if n * YEAR / 12 >= days_of_room), 240)
        return _name_ticks((on, f"{on:%b}") for on in self._months(apart))

    def _mondays(self) -> Iterable[date]:
        on = self.first + timedelta(days=-self.first.weekday() % 7)
        while on <= self.last:
            yield on
            on += timedelta(days=7)

    def _months(self, apart: int) -> Iterable[date]:
        first = date(self.first.year, 1, 1)
        count = 0
        while (on := add_months(first, count)) <= self.last:
            if on >= self.first:
                yield on
            count += apart


def _name_ticks(days: Iterable[tuple[date, str]]) -> tuple[Tick, ...]:
    named = list(days)
    is_new = [True, *(before.year != after.year for (before, _), (after, _) in pairwise(named))]
    return tuple(Tick(on, words, f"{on:%Y}" if new else "") for (on, words), new in zip(named, is_new, strict=False))


def axis_over(days: Iterable[date], left: float, right: float) -> Axis:
    """Return the axis that shows these days with some air at both ends; without any day, a year around nothing."""
    ordered = sorted(days) or [date(2000, 1, 1)]
    air = timedelta(days=max(4, (ordered[-1] - ordered[0]).days // 16))
    return Axis(ordered[0] - air, ordered[-1] + air, left, right)
