"""Date rules as frozen values: each has one canonical English sentence, and `parse(str(rule)) == rule`.

A rule is a day-form, and at most one roll off closed days, one limit to odd or even years and one stated hour. What
changes its value stands in its sentence: the duty station whose days are counted, the roll, the year. The
grammar is in docs/rules.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from planning.calendar import Calendars, WorkCalendar
from planning.errors import EditionMissing, ImpossibleDate
from planning.hours import Clock
from planning.spans import Between, EveryOther
from planning.window import Precision, Window, add_months, day, month, week_of_month
from planning.words import MONTHS, NTH, WEEKDAYS, count_of

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may look at: days already reckoned by name, the edition's year, the duty stations' calendars."""

    days: Mapping[str, Window]
    edition: int | None = None
    calendars: Calendars = field(default_factory=Calendars)


class DayForm(Protocol):
    """A way to name a day."""

    @property
    def refers_to(self) -> str | None:
        """The step or anchor that the day hangs from, if any."""

    def window(self, known: Known) -> Window:
        """Return the day or days meant. Raises ImpossibleDate, EditionMissing."""


@dataclass(frozen=True, slots=True)
class Year:
    """The year of a rule: a stated one, or the edition's, plus so many."""

    stated: int | None = None
    plus: int = 0

    def __str__(self) -> str:
        return str(self.stated) if self.stated else {0: "", 1: "next year", -1: "last year"}[self.plus]

    def of(self, known: Known, rule: object) -> int:
        if self.stated:
            return self.stated
        if known.edition is None:
            raise EditionMissing(str(rule))
        return known.edition + self.plus


@dataclass(frozen=True, slots=True)
class Fixed:
    """One stated day: `2017-02-24`."""

    on: date
    refers_to = None

    def __str__(self) -> str:
        return self.on.isoformat()

    def window(self, known: Known) -> Window:
        return day(self.on)


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day of the edition's year: `24 February`, `24 February next year`."""

    day: int
    month: int
    year: Year = Year()
    refers_to = None

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        try:
            return day(date(self.year.of(known, self), self.month, self.day))
        except ValueError as why:
            raise ImpossibleDate(str(self), str(why)) from None


@dataclass(frozen=True, slots=True)
class On:
    """The day of a step or an anchor: `on un-deadline`."""

    name: str

    def __str__(self) -> str:
        return f"on {self.name}"

    @property
    def refers_to(self) -> str:
        return self.name

    def window(self, known: Known) -> Window:
        return known.days[self.name]


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units before or after a step or an anchor: `20 working days in Geneva before council.opens`.

    Before a window counts from its first day, after it from its last. Months are calendar months, clamped.
    """

    count: int
    unit: str
    side: str
    name: str
    place: str | None = None  # whose working days; None for the other units

    def __str__(self) -> str:
        where = f" in {self.place}" if self.place else ""
        return f"{count_of(self.count, self.unit)}{where} {self.side} {self.name}"

    @property
    def refers_to(self) -> str:
        return self.name

    def window(self, known: Known) -> Window:
        near = known.days[self.name]
        start, count = (near.first, -self.count) if self.side == BEFORE else (near.last, self.count)
        try:
            return day(self._shift(start, count, known.calendars))
        except (OverflowError, ValueError):
            raise ImpossibleDate(str(self), f"it lies outside the years 1 to 9999, counted from {start}") from None

    def _shift(self, start: date, count: int, calendars: Calendars) -> date:
        if self.unit == "month":
            return add_months(start, count)
        if self.place:
            return calendars[self.place].shift(start, count)
        return start + timedelta(days=count * (7 if self.unit == "week" else 1))


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A weekday counted in a month: `last Friday of October next year`."""

    nth: int
    weekday: int
    month: int
    year: Year = Year()
    refers_to = None

    def __str__(self) -> str:
        return f"{NTH[self.nth]} {WEEKDAYS[self.weekday]} of {MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        week = week_of_month(self.year.of(known, self), self.month, self.nth)
        return day(week.first + timedelta(days=(self.weekday - week.first.weekday()) % 7))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The weekday on, or next to, another day: `Monday on or before 3 weeks before council.opens`."""

    weekday: int
    side: str
    of: DayForm

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} on or {self.side} {str(self.of).removeprefix('on ')}"

    @property
    def refers_to(self) -> str | None:
        return self.of.refers_to

    def window(self, known: Known) -> Window:
        near = self.of.window(known)
        if self.side == BEFORE:
            return day(near.first - timedelta(days=(near.first.weekday() - self.weekday) % 7))
        return day(near.last + timedelta(days=(self.weekday - near.last.weekday()) % 7))


@dataclass(frozen=True, slots=True)
class InMonth:
    """A month: `May 2019`; or its end, which is the same window and other words: `end of October`."""

    month: int
    year: Year = Year()
    end: bool = False
    refers_to = None

    def __str__(self) -> str:
        return f"{'end of ' if self.end else ''}{MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        return month(self.year.of(known, self), self.month)


@dataclass(frozen=True, slots=True)
class InWeek:
    """A week of a month, counted in sevens from its first day: `first week of January`."""

    nth: int
    month: int
    year: Year = Year()
    refers_to = None

    def __str__(self) -> str:
        return f"{NTH[self.nth]} week of {MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        return week_of_month(self.year.of(known, self), self.month, self.nth)


@dataclass(frozen=True, slots=True)
class InYear:
    """A year: `2022`."""

    year: int
    refers_to = None

    def __str__(self) -> str:
        return f"{self.year:04d}"

    def window(self, known: Known) -> Window:
        return Window(date(self.year, 1, 1), date(self.year, 12, 31), Precision.YEAR)


@dataclass(frozen=True, slots=True)
class Roll:
    """Move off a closed day, only where a chain asks: the published Council dates fall on Sundays and stay there."""

    side: str  # back | forward
    place: str

    def __str__(self) -> str:
        return f"rolled {self.side} in {self.place}"

    def apply(self, window: Window, calendar: WorkCalendar) -> Window:
        move = calendar.back if self.side == "back" else calendar.forward
        last = move(window.last)
        return day(last) if window.first == window.last else Window(window.first, last, window.precision)


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence: when a step is due."""

    day: DayForm
    roll: Roll | None = None
    clock: Clock | None = None
    only: EveryOther | None = None

    def __str__(self) -> str:
        limits = "".join(f", {words}" for words in (self.roll, self.only) if words)
        return f"{self.day}{limits}{f' {self.clock}' if self.clock else ''}"

    @property
    def refers_to(self) -> str | None:
        """The step or anchor that the rule hangs from; None for a stated day."""
        return self.day.refers_to

    @property
    def precedes(self) -> bool:
        """Whether the rule puts its step before the one it hangs from."""
        form = self.day.of if isinstance(self.day, Nearest) and isinstance(self.day.of, Offset) else self.day
        return isinstance(form, Offset | Nearest) and form.side == BEFORE

    @property
    def places(self) -> tuple[str, ...]:
        """The duty stations whose closed days change the rule's value."""
        form = self.day.of if isinstance(self.day, Nearest) else self.day
        counted = form.place if isinstance(form, Offset) else None
        return tuple(place for place in (counted, self.roll and self.roll.place) if place)

    @property
    def is_literal(self) -> bool:
        """Whether the rule names its day by itself, so that a loaded file states it rather than reckons it."""
        year = getattr(self.day, "year", None)
        return isinstance(self.day, Fixed | Between | InYear) or (isinstance(year, Year) and year.stated is not None)

    def year(self, known: Known) -> int:
        """Return the year that decides between odd and even: of what the rule hangs from, else of its own day."""
        return (known.days[self.refers_to] if self.refers_to else self.day.window(known)).first.year

    def applies(self, known: Known) -> bool:
        """Return whether the rule gives a day in that year."""
        return self.only is None or self.only.holds(self.year(known))

    def window(self, known: Known) -> Window:
        """Return the day or days meant. Raises ImpossibleDate, EditionMissing."""
        found = self.day.window(known)
        return self.roll.apply(found, known.calendars[self.roll.place]) if self.roll else found
