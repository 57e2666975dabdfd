"""Events that come back every year (RFC 5545, 3.3.10): the days on which they begin in the years that are asked for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from icalendar import Event

from planning.errors import CouncilError


class NotYearly(CouncilError):
    """An event that comes back otherwise than every year is not reckoned."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"{shown} repeats itself, and not simply every year; write each of its dates as an event")


@dataclass(frozen=True, slots=True)
class Yearly:
    """How an event comes back: RFC 5545's words, without the last day; that day; and the days that are left out."""

    words: str
    until: date | None
    left_out: frozenset[date]

    def starts(self, first: date, years: Collection[int]) -> Iterator[date]:
        """Yield the days on which it begins in these years, and in those before, from which it may run on."""
        rule = rrulestr(self.words, dtstart=_midnight(first))
        for year in sorted({*years, *(year - 1 for year in years)}):
            for at in rule.between(_midnight(date(year, 1, 1)), _midnight(date(year, 12, 31)), inc=True):
                if at.date() not in self.left_out and (self.until is None or at.date() <= self.until):
                    yield at.date()


def yearly(event: Event, first: date, shown: str) -> Yearly | None:
    """Return how an event comes back, None for one that does not. Raises NotYearly."""
    if "rdate" in event:
        raise NotYearly(shown)
    if "rrule" not in event:
        return None
    try:
        [rule] = event.rrules
        until = rule.get("UNTIL", [None])[0]
        words = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL="))
        read = Yearly(words, day_of(until) if until else None, frozenset(map(day_of, event.exdates)))
        if rule["FREQ"] != ["YEARLY"] or not all(number >= 1 for number in rule.get("INTERVAL", [1])):
            raise NotYearly(shown)
        next(read.starts(first, (first.year,)), None)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        raise NotYearly(shown) from None
    return read


def day_of(value: date | datetime) -> date:
    """Return the day of a day or an instant."""
    return value.date() if isinstance(value, datetime) else value


def _midnight(on: date) -> datetime:
    """Return a day as the library of rules reckons with it: without a zone."""
    return datetime.combine(on, time())
