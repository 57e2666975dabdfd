"""Day-forms that are counted from a stated day, or from the first day of a month."""

from dataclasses import dataclass, field, replace
from datetime import date

from planning.rule_context import DayForm, Known
from planning.rule_forms import Offset, Year
from planning.rule_words import MONTHS, NTH
from planning.window import Precision, Window, day, month

PARTS = ("beginning", "middle")  # of a month: its first ten days, and the ten after them
LAST = NTH.index("last")


@dataclass(frozen=True, slots=True)
class Counted:
    """So many units before or after days that are stated: `1 week before 2027-03-15`."""

    offset: Offset  # whose name is the sentence of `of`
    of: DayForm
    refers_to = None

    def __post_init__(self) -> None:
        if self.of.refers_to or isinstance(self.of, Counted):
            raise ValueError("what is counted depends on one name, or on one stated day")

    def __str__(self) -> str:
        return str(self.offset)

    def window(self, known: Known) -> Window:
        return self.offset.window(replace(known, days={self.offset.name: self.of.window(known)}))


@dataclass(frozen=True, slots=True)
class InPart:
    """Ten days of a month, from its first or from its eleventh: `beginning of April`, `middle of April 2027`."""

    part: str
    month: int
    year: Year = field(default_factory=Year)
    refers_to = None

    def __str__(self) -> str:
        return f"{self.part} of {MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        year, first = self.year.of(known, self), 10 * PARTS.index(self.part) + 1
        return Window(date(year, self.month, first), date(year, self.month, first + 9), Precision.DAYS)


@dataclass(frozen=True, slots=True)
class NthWorkingDay:
    """A working day of a duty station counted in a month: `first working day in Geneva of April 2027`."""

    nth: int
    place: str
    month: int
    year: Year = field(default_factory=Year)
    refers_to = None

    def __str__(self) -> str:
        return f"{NTH[self.nth]} working day in {self.place} of {MONTHS[self.month - 1]} {self.year}".rstrip()

    def window(self, known: Known) -> Window:
        days, calendar = month(self.year.of(known, self), self.month), known.calendars[self.place]
        if self.nth == LAST:
            return day(calendar.back(days.last))
        return day(calendar.shift(calendar.forward(days.first), self.nth))
