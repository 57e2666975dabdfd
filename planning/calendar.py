"""Working days of a duty station: weekends, and the yearly list that the secretariat loads.

Each UN duty station sets its closed days by a yearly circular (facts: UNOG's 2025 list replaced Whit Monday), so a
holiday is data, never a formula; a year whose list is not loaded is reported by `missing`, not guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from planning.errors import ImpossibleDate

FIRST_YEAR, LAST_YEAR = 1980, 2120  # working days are counted from a table; outside it we refuse rather than guess
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The closed days of one duty station, for the years whose lists are held."""

    place: str
    holidays: frozenset[date] = frozenset()
    years: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, place: str, lists: Mapping[int, Iterable[date]]) -> "WorkCalendar":
        """Return the calendar of `place` from its yearly lists."""
        return cls(place, frozenset(day for days in lists.values() for day in days), frozenset(lists))

    @cached_property
    def _working(self) -> list[int]:
        closed = {day.toordinal() for day in self.holidays}
        span = range(date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal() + 1)
        return [day for day in span if (day + 6) % 7 < SATURDAY and day not in closed]

    def is_working(self, day: date) -> bool:
        """Return whether the office is open: neither a weekend nor a listed holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def missing(self, *days: date) -> tuple[int, ...]:
        """Return the years among `days` for which no list is held, each once, ascending."""
        return tuple(sorted({day.year for day in days} - self.years))

    def shift(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day` (before it, when negative).

        A closed day counts from the working day it leans on: 1 after a Sunday is Monday, 1 before it is Friday;
        0 keeps an open day and moves a closed one forward. Raises ImpossibleDate outside 1980-2120.
        """
        working = self._working
        after = count > 0
        place = bisect_right(working, day.toordinal()) - 1 if after else bisect_left(working, day.toordinal())
        if not 0 <= place + count < len(working) or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ImpossibleDate(f"{count} working days from {day}", f"we hold {FIRST_YEAR} to {LAST_YEAR} only")
        return date.fromordinal(working[place + count])

    def back(self, day: date) -> date:
        """Return `day`, or the working day before it when closed."""
        return day if self.is_working(day) else self.shift(day, -1)

    def forward(self, day: date) -> date:
        """Return `day`, or the working day after it when closed."""
        return day if self.is_working(day) else self.shift(day, 1)


class Calendars(dict[str, WorkCalendar]):
    """Calendars by place; a place without any list has weekends only, and says so through `missing`."""

    def unlisted(self, needed: Iterable[tuple[str, int]]) -> tuple[str, ...]:
        """Return a sentence for each duty station and year whose list is needed and not held."""
        return tuple(
            f"no {place} holiday list for {year} is loaded: closed days are not flagged, and mail leaves on them"
            for place, year in sorted(set(needed))
            if year not in self[place].years
        )

    def __missing__(self, place: str) -> WorkCalendar:
        return self.setdefault(place, WorkCalendar(place))
