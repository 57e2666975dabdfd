"""One entry as the bytes of one VEVENT: the blob that is kept and joined into feeds.

Days are written as DATE, hours in UTC, so that no feed needs a VTIMEZONE; the text tells the hour in words.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from itertools import chain

from icalendar import Alarm, Event, Todo
from icalendar.prop import vCategory, vDuration, vUri

from calendars.content_lines import written
from calendars.content_text import plain, text
from calendars.entry import Entry
from calendars.feed_words import WORDS

RENDERER_VERSION = 3  # raise it when equal entries give other bytes: older stored bytes are then rendered again
_SHOWN_BEFORE_CLOSE = timedelta(minutes=30)
_DAY_BEFORE, _NINE_ON_THE_DAY_BEFORE = timedelta(days=-1), timedelta(hours=-15)  # a day begins at midnight


def render_entry(entry: Entry) -> bytes:
    """Return the bytes of the entry's VEVENT or VTODO, with CRLF and folded at 75 octets (RFC 5545, 3.1).

    Equal entries give equal bytes.
    """
    kind, values, alarm = _parts(entry)
    return written(kind, values, alarm)


def component_of(entry: Entry) -> Event | Todo:
    """Return the entry as icalendar has it, for a caller that adds to it before writing."""
    kind, values, alarm = _parts(entry)
    component = kind()
    for name, value in values:
        component.add(name, value)
    if alarm:
        component.add_component(alarm)
    return component


def _parts(entry: Entry) -> tuple[type[Event] | type[Todo], Iterator[tuple[str, object]], Alarm | None]:
    """Return what an entry is written as, its values, and its notice on the day before."""
    noticed = entry.alarm and not entry.settled and not entry.is_off
    if entry.as_task:
        at_end = {"RELATED": "END"}  # a task may begin weeks before it is due
        return Todo, _task_values(entry), _alarm(entry, at_end) if noticed else None
    return Event, chain(_identity(entry), _times(entry), _words(entry)), _alarm(entry) if noticed else None


def _task_values(entry: Entry) -> Iterator[tuple[str, object]]:
    """Yield the values of a task with its own due day; a task is done, where an event can only be confirmed."""
    for name, value in chain(_identity(entry), _words(entry)):
        if name not in ("status", "transp"):
            yield name, value
    yield from _write_task(entry)


def _write_task(entry: Entry) -> Iterator[tuple[str, object]]:
    timed = entry.at is not None and entry.kind == "deadline"
    yield "due", entry.at.astimezone(UTC) if entry.at and timed else entry.last
    if entry.first < entry.last and not timed:
        yield "dtstart", entry.first
    done = entry.settled and not entry.is_off
    yield "status", "COMPLETED" if done else "CANCELLED" if entry.status == "cancelled" else "NEEDS-ACTION"
    if done:
        yield "completed", entry.updated_at.astimezone(UTC)


def _alarm(entry: Entry, relation: Mapping[str, str] | None = None) -> Alarm:
    """Return a notice on the day before: at 09:00 where the reader is, or a day ahead of a stated hour."""
    alarm = Alarm()
    timed = entry.sits or (entry.at is not None and entry.kind == "deadline")
    for name, value in (
        ("action", "DISPLAY"),
        ("trigger", vDuration(_DAY_BEFORE if timed else _NINE_ON_THE_DAY_BEFORE, params=dict(relation or {}))),
        ("description", text(title_of(entry), entry.title_language or entry.language)),
    ):
        alarm.add(name, value)
    return alarm


def _identity(entry: Entry) -> Iterator[tuple[str, object]]:
    stamp = entry.updated_at.astimezone(UTC)
    yield "uid", entry.uid
    yield "dtstamp", stamp
    yield "last-modified", stamp
    yield "sequence", entry.sequence
    yield "status", _say_status(entry)
    yield "transp", "OPAQUE" if entry.kind == "meeting" and not entry.is_off else "TRANSPARENT"
    if entry.related_to:
        yield "related-to", entry.related_to


def _say_status(entry: Entry) -> str:
    if entry.settled and not entry.is_off:
        return "CONFIRMED"
    return "TENTATIVE" if entry.status == "postponed" else entry.status.upper()


def _times(entry: Entry) -> Iterator[tuple[str, date]]:
    if entry.at is not None and entry.kind == "deadline":
        close = entry.at.astimezone(UTC)
        yield "dtstart", close - _SHOWN_BEFORE_CLOSE
        yield "dtend", close
    elif entry.sits:
        yield from zip(("dtstart", "dtend"), (instant.astimezone(UTC) for instant in entry.sits), strict=True)
    else:
        yield "dtstart", entry.first
        yield "dtend", entry.last + timedelta(days=1)  # a DATE end is exclusive


def _words(entry: Entry) -> Iterator[tuple[str, object]]:
    yield "summary", text(title_of(entry), entry.title_language or entry.language)
    if description := _description(entry):
        yield "description", text(description, entry.language)
    if entry.location and plain(entry.location):
        yield "location", text(entry.location, entry.location_language)
    if categories := [text(name) for name in entry.categories if plain(name)]:
        yield "categories", vCategory(list(categories))
    if entry.url:
        yield "url", vUri(entry.url)


def title_of(entry: Entry) -> str:
    """Return the title, with what became of the date before it: cancelled, postponed, or a tick."""
    if entry.is_off:
        words = WORDS[entry.language]
        return (words.cancelled if entry.status == "cancelled" else words.postponed) + plain(entry.title)
    return "✓ " + plain(entry.title) if entry.settled else entry.title


def lines_of(entry: Entry) -> tuple[str, ...]:
    """Return what is said under the title; of what is postponed first that another date is to come."""
    return tuple(filter(None, (_to_come(entry), *entry.lines)))


def _description(entry: Entry) -> str:
    return "\n".join(filter(None, (*lines_of(entry), entry.url)))


def _to_come(entry: Entry) -> str:
    if entry.status != "postponed":
        return ""
    words = WORDS[entry.language]
    return words.new_days if entry.kind == "meeting" else words.new_date
