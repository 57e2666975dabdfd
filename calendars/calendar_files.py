"""Reading calendar files that others export: each event as whole days, or a refusal that says why not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from calendars.content_text import plain
from calendars.yearly_rules import Yearly, day_of, yearly
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
    hours: tuple[datetime, datetime] | None = None  # when it begins and ends, where the file gives hours
    yearly: Yearly | None = None  # how it comes back
    instead_of: date | None = None  # the day of a repeated event that this one was moved from

    @property
    def shown(self) -> str:
        """Its title in a sentence."""
        return _shorten(self.title)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def events(data: bytes) -> tuple[Incoming, ...]:
    """Return the events of a calendar file, the earliest first. Raises NotACalendar, NotYearly, UnbelievableDay."""
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
    first, last = _read_days(event, title)
    instead_of = event.get("recurrence-id")
    return Incoming(
        uid=str(event.get("uid", "")),
        title=title,
        first=first,
        last=last,
        whole_days=not isinstance(event.start, datetime),
        place=plain(str(event["location"])).strip() or None if "location" in event else None,
        status=str(event.get("status", "")).casefold(),
        hours=_hours(event),
        yearly=yearly(event, first, _shorten(title)),
        instead_of=day_of(instead_of.dt) if instead_of else None,
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


def _hours(event: Event) -> tuple[datetime, datetime] | None:
    start, end = event.start, event.end
    return (start, end) if isinstance(start, datetime) and isinstance(end, datetime) else None


def _shorten(title: str) -> str:
    return f"the event {title[:NAMED]!r}" if title else "an event without a title"
