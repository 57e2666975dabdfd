"""Day-forms: the ways to name a day, as frozen values with one canonical wording each."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from planning.calendar import Calendars
from planning.errors import EditionMissing, ImpossibleDate
from planning.rule_context import DayForm, Known
from planning.rule_words import MONTHS, NTH, WEEKDAYS, count_of
from planning.window import Precision, Window, add_months, day, month, week_of_month

BEFORE, AFTER = "before", "after"
MONTHS_OF = {"month": 1, "year": 12}  # by unit


@dataclass(frozen=True, slots=True)
class Year:
    """The year of a rule: a stated one, or the edition's, plus so many."""

    stated: int | None = None
    plus: int = 0

    def __str__(self) -> str:
        return str(self.stated) if self.stated else {0: "", 1: "next year", -1: "last year"}[self.plus]

    def of(self, known: Known, rule: object) -> int:
        """Return the year: the stated one, else that of the edition, or one beside it. Raises EditionMissing."""
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
        year = self.year.of(known, self)
        if self.day > monthrange(year, self.month)[1]:
            raise ImpossibleDate(str(self), f"{year} has no such day")
        return day(date(year, self.month, self.day))


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

    Before a window counts from its first day, after it from its last. Months and years are those of the calendar,
    clamped. Of clear days neither end is counted: 12 of them before a meeting end 13 days before it.
    """

    count: int
    unit: str
    side: str
    name: str
    place: str | None = None  # whose working days; None for the other units
    days: int = 0  # beside weeks: `6 weeks and 3 days before council.opens`

    def __str__(self) -> str:
        where = f" in {self.place}" if self.place else ""
        more = f" and {count_of(self.days, 'day')}" if self.days else ""
        return f"{count_of(self.count, self.unit)}{more}{where} {self.side} {self.name}"

    @property
    def refers_to(self) -> str:
        return self.name

    def window(self, known: Known) -> Window:
        near = known.days[self.name]
        start, sign = (near.first, -1) if self.side == BEFORE else (near.last, 1)
        return day(self._shift(start, sign * self.count, known.calendars) + timedelta(days=sign * self.days))

    def _shift(self, start: date, count: int, calendars: Calendars) -> date:
        if self.unit in MONTHS_OF:
            return add_months(start, count * MONTHS_OF[self.unit])
        if self.place:
            return calendars[self.place].shift(start, count)
        if self.unit == "clear day":
            return start + timedelta(days=count - 1 if self.side == BEFORE else count + 1)
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
class InWeekBeside:
    """A weekday of the week before, or after, that of another day: `Monday of the week before council.opens`."""

    weekday: int
    side: str
    name: str

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} of the week {self.side} {self.name}"

    @property
    def refers_to(self) -> str:
        return self.name

    def window(self, known: Known) -> Window:
        near = known.days[self.name]
        start, weeks = (near.first, -1) if self.side == BEFORE else (near.last, 1)
        return day(start + timedelta(days=7 * weeks + self.weekday - start.weekday()))


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
    """A year: `2022`; or its end, which is the same window and other words: `end of 2022`."""

    year: int
    end: bool = False
    refers_to = None

    def __str__(self) -> str:
        return f"{'end of ' if self.end else ''}{self.year:04d}"

    def window(self, known: Known) -> Window:
        return Window(date(self.year, 1, 1), date(self.year, 12, 31), Precision.YEAR)


@dataclass(frozen=True, slots=True)
class InQuarter:
    """A quarter of a stated year: `first quarter of 2027`; or its end, the same window and other words."""

    nth: int
    year: Year
    end: bool = False
    refers_to = None

    def __str__(self) -> str:
        return f"{'end of ' if self.end else ''}{NTH[self.nth]} quarter of {self.year}"

    def window(self, known: Known) -> Window:
        year, first = self.year.of(known, self), 3 * self.nth + 1
        return Window(date(year, first, 1), month(year, first + 2).last, Precision.DAYS)
