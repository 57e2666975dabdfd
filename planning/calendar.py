"""Working days of a duty station: weekends, and the yearly list that the secretariat loads.

Each UN duty station sets its closed days by a yearly circular (facts: UNOG's 2025 list replaced Whit Monday), so a
holiday is data, never a formula; a year whose list is not loaded is reported by `missing`, not guessed.
"""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from planning.errors import ImpossibleDate

HOME_PLACE = "Geneva"  # the seat of the Union: whose closed days are meant where no duty station is named
BOTH = " and "  # between two duty stations: days on which both work
WEEK = 7  # days
SATURDAY_AND_SUNDAY = frozenset((5, 6))  # as `date.weekday` counts
Weekend = frozenset[int]


@dataclass(frozen=True)
class WorkCalendar:
    """The closed days of one duty station, for the years whose lists were loaded."""

    place: str
    holidays: frozenset[date] = frozenset()
    years: frozenset[int] = field(default=frozenset())
    weekend: Weekend = SATURDAY_AND_SUNDAY

    @classmethod
    def of(
        cls, place: str, lists: Mapping[int, Iterable[date]], weekend: Weekend = SATURDAY_AND_SUNDAY
    ) -> "WorkCalendar":
        """Return the calendar of `place` from its yearly lists."""
        return cls(place, frozenset(day for days in lists.values() for day in days), frozenset(lists), weekend)

    def in_week(self, weekend: Weekend) -> "WorkCalendar":
        """Return this calendar with another weekend: the same holidays, as somebody who works elsewhere has them."""
        if weekend == self.weekend:
            return self
        if weekend not in self._elsewhere:
            self._elsewhere[weekend] = replace(self, weekend=weekend)
        return self._elsewhere[weekend]

    @cached_property
    def _elsewhere(self) -> dict[Weekend, "WorkCalendar"]:
        return {}

    @cached_property
    def _weekdays(self) -> tuple[int, ...]:
        """The days of the week that are no weekend."""
        return tuple(day for day in range(WEEK) if day not in self.weekend)

    @cached_property
    def _weekdays_before(self) -> tuple[int, ...]:
        """How many weekdays of a week there are before each of its days."""
        return tuple(sum(day < rest for day in self._weekdays) for rest in range(WEEK))

    @cached_property
    def _closed(self) -> list[int]:
        """The holidays that fall on a weekday, each as its number among all weekdays."""
        working = (day for day in self.holidays if day.weekday() not in self.weekend)
        return sorted(self._weekdays_until(day.toordinal()) for day in working)

    def is_working(self, day: date) -> bool:
        """Return True if the office is open: neither a weekend nor a listed holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def missing(self, *days: date) -> tuple[int, ...]:
        """Return the years among `days` for which no list is held, each once, ascending."""
        return tuple(sorted({day.year for day in days} - self.years))

    def shift(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day` (before it, when negative).

        A closed day counts from the working day it leans on: 1 after a Sunday is Monday, 1 before it is Friday;
        0 keeps an open day and moves a closed one forward. Raises ImpossibleDate outside the years 1 to 9999.
        """
        on = day.toordinal()
        leaning = self._number(on) if count > 0 else self._number(on - 1) + 1
        try:
            return self._working_day(leaning + count)
        except (OverflowError, ValueError):
            raise ImpossibleDate(f"{count} working days from {day}", "it lies outside the years 1 to 9999") from None

    def _weekdays_until(self, on: int) -> int:
        """Return how many weekdays there are from the first of January of the year 1, a Monday, to the day `on`."""
        weeks, rest = divmod(on, WEEK)
        return weeks * len(self._weekdays) + self._weekdays_before[rest]

    def _number(self, on: int) -> int:
        """Return how many working days there are from the first of January of the year 1 to the day `on`."""
        weekdays = self._weekdays_until(on)
        return weekdays - bisect_right(self._closed, weekdays)

    def _working_day(self, number: int) -> date:
        """Return the working day of that number, counted from the first of January of the year 1, holidays left out."""
        weekday, last = number, 0
        while weekday != last:
            last, weekday = weekday, number + bisect_right(self._closed, weekday)
        weeks, rest = divmod(weekday - 1, len(self._weekdays))
        return date.fromordinal(weeks * WEEK + self._weekdays[rest] + 1)

    def back(self, day: date) -> date:
        """Return `day`, or the working day before it when closed."""
        return day if self.is_working(day) else self.shift(day, -1)

    def forward(self, day: date) -> date:
        """Return `day`, or the working day after it when closed."""
        return day if self.is_working(day) else self.shift(day, 1)


class Calendars(dict[str, WorkCalendar]):
    """Calendars by place; a place without any list has weekends only, and says so through `missing`.

    `unchecked` are the duty stations and years whose list nobody has held against its circular. `weekend_of` says
    which days are the weekend of a duty station, or of a zone; without it they are Saturday and Sunday everywhere.
    `lists` are made into calendars as they are asked for.
    """

    def __init__(
        self,
        known: Mapping[str, WorkCalendar] | None = None,
        *,
        lists: Mapping[str, Mapping[int, Iterable[date]]] | None = None,
        weekend_of: Callable[[str], Weekend] | None = None,
        unchecked: Container[tuple[str, int]] = (),
    ) -> None:
        super().__init__(known or {})
        self._lists, self._weekend_of, self._unchecked = lists or {}, weekend_of, unchecked

    def of_reader(self, place: str, zone: str) -> WorkCalendar:
        """Return the calendar of a place in the week of somebody who works in a zone."""
        calendar = self[place]
        return calendar.in_week(self._weekend_of(zone)) if self._weekend_of else calendar

    def unchecked(self, place: str, *days: date) -> tuple[int, ...]:
        """Return the years among `days` whose list is held, and not checked, each once, ascending."""
        held = {day.year for day in days} & self[place].years
        return tuple(sorted(year for year in held if (place, year) in self._unchecked))

    def unlisted(self, needed: Iterable[tuple[str, int]]) -> tuple[str, ...]:
        """Return a sentence for each duty station and year whose list is needed and not held."""
        return tuple(
            f"no {place} holiday list for {year} is loaded: closed days are not flagged, and mail leaves on them"
            for place, year in sorted(set(needed))
            if year not in self[place].years
        )

    def __missing__(self, place: str) -> WorkCalendar:
        if BOTH in place:
            return self.setdefault(place, self._of_all(place))
        weekend = self._weekend_of(place) if self._weekend_of else SATURDAY_AND_SUNDAY
        return self.setdefault(place, WorkCalendar.of(place, self._lists.get(place, {}), weekend))

    def _of_all(self, places: str) -> WorkCalendar:
        """Return the days on which all of these duty stations work, for the years of which each has a list."""
        every = [self[place] for place in places.split(BOTH)]
        closed = frozenset[date]().union(*(calendar.holidays for calendar in every))
        years = frozenset.intersection(*(calendar.years for calendar in every))
        return WorkCalendar(places, closed, years, Weekend().union(*(calendar.weekend for calendar in every)))
