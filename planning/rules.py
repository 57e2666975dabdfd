"""Date rules as frozen values: each has one canonical English sentence, and `parse(str(rule)) == rule`.

A rule is a day-form (`rule_forms.py`), and at most one roll off closed days, one limit to odd or even years and one
stated hour. What changes its value stands in its sentence: the duty station whose days are counted, the roll, the year.
The grammar is in docs/rules.md.
"""

from dataclasses import dataclass
from functools import cached_property

from planning.calendar import BOTH, WorkCalendar
from planning.counted_days import Counted, NthWorkingDay
from planning.day_range import RANGE, is_believed
from planning.errors import ImpossibleDate
from planning.hours import Clock
from planning.rule_context import DayForm, Known
from planning.rule_forms import BEFORE, Fixed, InWeekBeside, InYear, Nearest, Offset, Year
from planning.spans import Between, EveryOther, OneOfTwo, Spread, Within
from planning.window import Window, believed_window, day

OUT_OF_RANGE = f"it lies outside the years {RANGE}"


@dataclass(frozen=True, slots=True)
class Roll:
    """Move off a closed day, only where a chain asks: the published Council dates fall on Sundays and stay there."""

    side: str  # back | forward
    place: str

    def __str__(self) -> str:
        return f"rolled {self.side} in {self.place}"

    def apply(self, window: Window, calendar: WorkCalendar) -> Window:
        """Return the days with the last one moved to a working day of the calendar; a single day moves as a whole."""
        move = calendar.back if self.side == "back" else calendar.forward
        last = move(window.last)
        return day(last) if window.first == window.last else Window(window.first, last, window.precision)


@dataclass(frozen=True)
class Rule:
    """One sentence: when a step is due."""

    day: DayForm
    roll: Roll | None = None
    clock: Clock | None = None
    only: EveryOther | None = None

    def __str__(self) -> str:
        limits = "".join(f", {words}" for words in (self.roll, self.only) if words)
        return f"{self.day}{limits}{f' {self.clock}' if self.clock else ''}"

    @cached_property
    def refers_to(self) -> str | None:
        """The step or anchor that the rule hangs from; None for a stated day."""
        return self.day.refers_to

    @cached_property
    def precedes(self) -> bool:
        """Return True if the rule puts its step before the one it hangs from."""
        return _precedes(self.day)

    @cached_property
    def hung(self) -> tuple[tuple[str, bool], ...]:
        """Each step or anchor that the rule hangs from, and whether it puts its step before that one."""
        return tuple((form.refers_to, _precedes(form)) for form in _forms(self.day) if form.refers_to)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The duty stations whose closed days change the rule's value."""
        counted = (_place(form) for form in _forms(self.day))
        named = (place for place in (*counted, self.roll and self.roll.place) if place)
        return tuple(place for several in named for place in several.split(BOTH))

    @property
    def is_literal(self) -> bool:
        """Return True if the rule names its day by itself, so that a loaded file states it rather than reckons it.

        What counts the working days of a duty station is reckoned, and changes with its lists.
        """
        if _place(self.day):
            return False
        form = _stated(self.day)
        year = getattr(form, "year", None)
        return isinstance(form, Fixed | Between | InYear) or (isinstance(year, Year) and year.stated is not None)

    def year(self, known: Known) -> int:
        """Return the year that decides between odd and even: of what the rule hangs from, else of its own day."""
        return (known.days[self.refers_to] if self.refers_to else self.day.window(known)).first.year

    def applies(self, known: Known) -> bool:
        """Return True if the rule gives a day in that year."""
        return self.only is None or self.only.holds(self.year(known))

    def window(self, known: Known) -> Window:
        """Return the day or days meant. Raises EditionMissing, ImpossibleDate, and UnbelievableDay for a stated one."""
        try:
            window = self.day.window(known)
        except (OverflowError, ValueError):  # a day before the year 1, or after 9999
            raise ImpossibleDate(str(self), OUT_OF_RANGE) from None
        window = self.roll.apply(window, known.calendars[self.roll.place]) if self.roll else window
        if self.is_literal:
            return believed_window(window)
        if not is_believed(window.first, window.last):
            raise ImpossibleDate(str(self), f"{OUT_OF_RANGE}: {window}")
        return window


def _forms(day: DayForm) -> tuple[DayForm, ...]:
    """Return the days between which a rule chooses; mostly one."""
    return (day.one, day.other) if isinstance(day, OneOfTwo) else (day,)


def _place(form: DayForm) -> str | None:
    """Return the duty station whose working days a form counts, itself or by what it leans on."""
    if isinstance(form, Counted):
        return form.offset.place
    if isinstance(form, Nearest | Within | Spread):
        return _place(form.of)
    return form.place if isinstance(form, Offset | NthWorkingDay) else None


def _stated(form: DayForm) -> DayForm:
    """Return the day from which a form is reckoned, itself if from none."""
    return _stated(form.of) if isinstance(form, Nearest | Within | Counted) else form


def _precedes(day: DayForm) -> bool:
    if isinstance(day, Within | Spread) or (isinstance(day, Nearest) and isinstance(day.of, Offset)):
        day = day.of
    return isinstance(day, Offset | Nearest | InWeekBeside) and day.side == BEFORE
