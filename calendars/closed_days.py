"""The closed days of a duty station in a calendar file: whole days, also those that come back every year."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.calendar_files import Incoming, NotACalendar

WORK = (time(9), time(18))  # the hours of a working day
MOST_OF_IT = timedelta(hours=7)  # a day that is closed for less is a half day, on which people work
CANCELLED = "cancelled"


@dataclass(slots=True)
class ClosedDays:
    """The closed days by year, one list for each year of which the file has days of its own; and what to say of it."""

    years: dict[int, tuple[date, ...]]
    notes: list[str] = field(default_factory=list)

    @property
    def days(self) -> tuple[date, ...]:
        """All of them, the earliest first."""
        return tuple(on for _, days in sorted(self.years.items()) for on in days)


def closed_days(events: Sequence[Incoming], zone: ZoneInfo) -> ClosedDays:
    """Return the closed days; hours count on the clock of `zone`. Raises NotACalendar.

    What comes back every year makes no list of a year: it only joins the other days of one. Where all come back, the
    years count in which they begin.
    """
    held = [event for event in events if event.status != CANCELLED]
    years = sorted({event.first.year for event in held if not event.yearly} or {event.first.year for event in held})
    moved = {(event.uid, event.instead_of) for event in held if event.instead_of}
    days: set[date] = set()
    said: dict[str, None] = {}
    counted: dict[tuple[int, ...], list[str]] = {}
    for event in held:
        whole, half = _all_parts(event, years, moved, zone)
        days |= whole
        said |= dict.fromkeys(_say_half(on, event) for on in sorted(half) if on.year in years)
        if event.yearly:
            counted.setdefault(tuple(sorted({on.year for on in whole}.intersection(years))), []).append(event.shown)
    notes = [*_say_repeated(counted, years), *said, *_say_beyond(days, years), *(
        f"{event.shown} is cancelled, and left out" for event in events if event.status == CANCELLED)]  # fmt: skip
    by_year = {year: tuple(sorted(on for on in days if on.year == year)) for year in years}
    if not any(by_year.values()):
        raise NotACalendar("it holds no closed day; export it again with the days in it")
    return ClosedDays({year: listed for year, listed in by_year.items() if listed}, notes)


def _all_parts(
    event: Incoming, years: Sequence[int], moved: Collection[tuple[str, date | None]], zone: ZoneInfo
) -> tuple[set[date], set[date]]:
    """Return the days that an event closes, and those that it closes in part, each time that it comes back."""
    whole: set[date] = set()
    half: set[date] = set()
    for first in event.yearly.starts(event.first, years) if event.yearly else (event.first,):
        if not (event.yearly and (event.uid, first) in moved):
            days, parts = _parts(event, first, zone)
            whole, half = whole | days, half | parts
    return whole, half


def _parts(event: Incoming, first: date, zone: ZoneInfo) -> tuple[set[date], set[date]]:
    """Return the days of which an event takes most of the working hours, and those of which it takes less."""
    later = first - event.first
    if event.hours is None:
        return {on + later for on in event.days}, set()
    begins, ends = (_on_clock(hour, zone) + later for hour in event.hours)
    days = {begins.date() + timedelta(days=number) for number in range((ends.date() - begins.date()).days + 1)}
    whole = {on for on in days if _worked(on, begins, ends) >= MOST_OF_IT}
    return whole, {on for on in days - whole if _worked(on, begins, ends) > timedelta()}


def _on_clock(at: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clock of the zone shows; an hour without a zone is taken as it stands."""
    return at.astimezone(zone).replace(tzinfo=None) if at.tzinfo else at


def _worked(on: date, begins: datetime, ends: datetime) -> timedelta:
    """Return how much of the working hours of a day lies between two instants."""
    opening, closing = (datetime.combine(on, hour) for hour in WORK)
    return min(ends, closing) - max(begins, opening)


def _say_half(on: date, event: Incoming) -> str:
    return f"{on} is closed for a part of the day only ({event.shown}), and counts as a working day"


def _say_beyond(days: set[date], years: Sequence[int]) -> Iterator[str]:
    """Yield a sentence on the days that reach into a year of which the file has none that begins there."""
    if beyond := ", ".join(str(on) for on in sorted(days) if on.year not in years):
        yield f"{beyond}: left out, for nothing else in the file is of that year; load the list of that year"


def _say_repeated(counted: Mapping[tuple[int, ...], Sequence[str]], years: Sequence[int]) -> Iterator[str]:
    """Yield for which years the days count that come back: one that ended in 2027 closes no day of 2028."""
    for these, shown in counted.items():
        one = len(shown) == 1
        back = f"{shown[0]} comes back every year" if one else f"{len(shown)} events come back every year"
        if these:
            for_these = f"and {'counts' if one else 'count'} for {', '.join(map(str, these))} alone"
            yield f"{back}, {for_these}: for each year of which the file has days of its own"
        else:
            none = f"and {'closes' if one else 'close'} no day of {', '.join(map(str, years))}"
            yield f"{back}, {none}: no other year has days of its own in the file"
