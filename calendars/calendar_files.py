"""Reading calendar files that others export: each event as whole days, or a refusal that says why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from calendars.content_text import plain
from planning.day_range import believed
from planning.errors import CouncilError

MOST_DAYS = 400  # of one event; a longer one is a mistake
NAMED = 80  # letters of a title in a sentence


class NotACalendar(CouncilError):
    """A file, or an event in it, that we do not read."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event: its first and last day, and whether the file gives days, not hours."""

    uid: str
    title: str
    first: date
    last: date
    whole_days: bool
    place: str | None
    status: str  # tentative | confirmed | cancelled; empty where it is not said

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def events(data: bytes) -> tuple[Incoming, ...]:
    """Return the events of a calendar file, the earliest first. Raises NotACalendar; repeated ones are not guessed."""
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as why:
        raise NotACalendar("this is no calendar; export it again as iCalendar (.ics)") from why
    read = [_event(event) for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    if not read:
        raise NotACalendar("it holds no event; export it again with the events in it")
    return tuple(sorted(read, key=lambda event: (event.first, event.uid)))


def _event(event: Event) -> Incoming:
    title = plain(str(event.get("summary", ""))).strip()
    if any(name in event for name in ("rrule", "rdate")):
        raise NotACalendar(f"{_shorten(title)} repeats itself; write each of its dates as an event of its own")
    first, last = _read_days(event, title)
    return Incoming(
        uid=str(event.get("uid", "")),
        title=title,
        first=first,
        last=last,
        whole_days=not isinstance(event.start, datetime),
        place=plain(str(event["location"])).strip() or None if "location" in event else None,
        status=str(event.get("status", "")).casefold(),
    )


def _read_days(event: Event, title: str) -> tuple[date, date]:
    try:
        start, end = event.start, event.end
    except (ValueError, AttributeError, OverflowError) as why:
        raise NotACalendar(f"{_shorten(title)} has no first and last day; give it both") from why
    first = start.date() if isinstance(start, datetime) else start
    last = end.date() if isinstance(end, datetime) else end - timedelta(days=1)  # a DATE end is exclusive
    believed(first)  # before counting from it
    if not first <= last <= first + timedelta(days=MOST_DAYS):
        raise NotACalendar(f"{_shorten(title)} lasts from {first} to {last}; correct its days")
    return first, last


def _shorten(title: str) -> str:
    return f"the event {title[:NAMED]!r}" if title else "an event without a title"


def by_year(events: tuple[Incoming, ...]) -> Iterator[tuple[int, tuple[date, ...]]]:
    """Yield each year in which an event begins, with its days; an event that only ends in a year gives none for it."""
    days = sorted({on for event in events for on in event.days})
    for year in sorted({event.first.year for event in events}):
        yield year, tuple(on for on in days if on.year == year)
