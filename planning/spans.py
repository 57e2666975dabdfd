"""Day-forms of several days: those of a meeting, a printed span, one of two; and every other year."""

from dataclasses import dataclass
from datetime import date

from planning.rule_context import DayForm, Known
from planning.rule_forms import Fixed, Offset, On, Yearly
from planning.window import Precision, Window, around, day


@dataclass(frozen=True, slots=True)
class During:
    """Some day of a meeting, its last one binding: `during council`."""

    name: str

    def __str__(self) -> str:
        return f"during {self.name}"

    @property
    def refers_to(self) -> str:
        return f"{self.name}.closes"

    def window(self, known: Known) -> Window:
        return _span(known.days[f"{self.name}.opens"].first, known.days[f"{self.name}.closes"].last)


@dataclass(frozen=True, slots=True)
class Between:
    """Some day of a printed span: `2017-06-12/2017-06-16`."""

    first: date
    last: date
    refers_to = None

    def __post_init__(self) -> None:
        if self.last <= self.first:
            raise ValueError(f"{self} is no span of days: the first day comes first")

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"

    def window(self, known: Known) -> Window:
        return _span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Within:
    """The week, month or year in which another day lies, its last day binding: `month of 2 months before x.opens`."""

    unit: str  # week | month | year
    of: On | Offset | Fixed | Yearly
    end: bool = False  # `end of month of council.opens`: the same days, and other words

    def __str__(self) -> str:
        return f"{'end of ' if self.end else ''}{self.unit} of {str(self.of).removeprefix('on ')}"

    @property
    def refers_to(self) -> str | None:
        return self.of.refers_to

    def window(self, known: Known) -> Window:
        near = self.of.window(known)
        return around(near.last, self.unit)


@dataclass(frozen=True, slots=True)
class Spread:
    """Some days on end, hung from one end of an anchor or from a step: `from 70 days before x to 68 days before x`."""

    first: On | Offset
    of: On | Offset  # its last day, which binds

    def __post_init__(self) -> None:
        if self.first.refers_to != self.of.refers_to:
            raise ValueError(f"both ends of a span depend on the same day, not on {self.first.refers_to} and {self.of}")

    def __str__(self) -> str:
        first, last = (str(end).removeprefix("on ") for end in (self.first, self.of))
        return f"from {first} to {last}"

    @property
    def refers_to(self) -> str:
        return self.of.refers_to

    def window(self, known: Known) -> Window:
        return _span(self.first.window(known).first, self.of.window(known).last)


@dataclass(frozen=True, slots=True)
class OneOfTwo:
    """The earlier, or the later, of two days: `earlier of 12 weeks after letter and 10 weeks before council.opens`."""

    which: str  # earlier | later
    one: DayForm
    other: DayForm

    def __post_init__(self) -> None:
        if any(isinstance(form, OneOfTwo) or not form.refers_to for form in (self.one, self.other)):
            raise ValueError(f"the {self.which} of two days is one of two that depend on something")

    def __str__(self) -> str:
        return f"{self.which} of {self.one} and {self.other}"

    @property
    def refers_to(self) -> str | None:
        """The step or anchor of the first of them; `Rule.hung` has both."""
        return self.one.refers_to

    def window(self, known: Known) -> Window:
        days = sorted((form.window(known) for form in (self.one, self.other)), key=lambda window: window.last)
        return days[0 if self.which == "earlier" else 1]


@dataclass(frozen=True, slots=True)
class EveryOther:
    """Which years a rule belongs to: a budget for two years is drafted every other year."""

    which: str  # odd | even

    def __str__(self) -> str:
        return f"in {self.which} years"

    def holds(self, year: int) -> bool:
        """Return True if the year is one of them."""
        return year % 2 == (self.which == "odd")


def _span(first: date, last: date) -> Window:
    return day(last) if first == last else Window(first, last, Precision.DAYS)
