"""Reading calendar files as holidays of a duty station or meetings of a body; whoever loads them says which."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from loading.entry_refusals import inside, refused
from planning.errors import CouncilError
from planning.remedies import Argument
from planning.sittings import Hours
from planning.zones import HOME_ZONE, known_zone, zone_info
from record.people.zone_names import zone_named
from record.weekends import weekend_of

if TYPE_CHECKING:
    from calendars.calendar_files import Incoming

STATUS = {"tentative": "planned", "confirmed": "confirmed", "cancelled": "cancelled"}
WHICH = (
    Argument("calendar", "name the duty station whose closed days they are", "PLACE"),
    Argument("body", "name the body whose meetings they are", "BODY"),
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a load says of its files: what calendars hold, whether lists are new, what the members of tables are."""

    calendar: str | None = None
    body: str | None = None
    replace: bool = False  # its holiday lists replace those that were loaded before
    kind: str | None = None
    since: date | None = None


NOTHING_MEANT = Meant()


def rows(
    data: bytes, file: str, meant: Meant, notes: list[str]
) -> Iterator[tuple[Literal["holidays", "meetings"], dict[str, Any], str]]:
    """Yield kind, entry and place of what a calendar file holds, and note how it was read. Raises LoadRefused."""
    if (meant.calendar is None) == (meant.body is None):
        why = "a calendar file does not say what it holds" if meant.calendar is None else "it holds one of the two"
        raise refused(file, why, *WHICH)
    from calendars.calendar_files import events  # slow to import: only who loads such a file pays

    with inside(file):
        calendar = events(data)
    yield from _holidays(calendar, meant.calendar, file, notes) if meant.calendar else _meetings(calendar, meant, file)


def _holidays(
    calendar: Sequence["Incoming"], place: str, file: str, notes: list[str]
) -> Iterator[tuple[Literal["holidays"], dict[str, Any], str]]:
    from calendars.closed_days import closed_days

    with inside(file):
        closed = closed_days(calendar, zone_info(_zone_of(place)))
    for year, days in closed.years.items():
        listed = [on.isoformat() for on in days]
        yield "holidays", {"calendar": place, "year": str(year), "days": listed}, f"{file}, {year}"
    notes += [f"{file}: {note}" for note in (*closed.notes, *_on_weekends(place, closed.days))]


def _on_weekends(place: str, days: Iterable[date]) -> list[str]:
    """Return a sentence on the days that are closed without the list: mostly as published, now and then a slip."""
    weekend = weekend_of(place.title())
    shown = [f"{day:%A} {day}" for day in days if day.weekday() in weekend]
    return [f"{', '.join(shown)} would be closed in {place} without the list"] if shown else []


def _zone_of(place: str) -> str:
    """Return the zone of a duty station; that of the office where no zone goes by its name."""
    try:
        return zone_named(place)
    except CouncilError:
        return HOME_ZONE


def _meetings(
    calendar: Sequence["Incoming"], meant: Meant, file: str
) -> Iterator[tuple[Literal["meetings"], dict[str, Any], str]]:
    keys = Counter(_slug(event.title) for event in calendar)
    for number, event in enumerate(calendar, start=1):
        if event.yearly:
            raise refused(file, f"{event.shown} repeats itself; write each of its dates as an event of its own")
        key = _slug(event.title) if keys[_slug(event.title)] == 1 else f"{_slug(event.title)}-{event.first}"
        meeting = {
            "body": meant.body,
            "key": key,
            "title": event.title,
            "opens": str(event.first),
            "closes": str(event.last),
        }
        meeting |= {"place": event.place} if event.place else {}
        meeting |= {"hours": hours} if (hours := _hours_of(event)) else {}
        meeting |= {"status": STATUS[event.status]} if event.status in STATUS else {}
        yield "meetings", meeting, f"{file}, event {number}"


def _hours_of(event: "Incoming") -> str | None:
    """Return the hours of an event as a file says them; None where it says none, or nobody's clock."""
    if event.hours is None:
        return None
    begins, ends = event.hours
    zone = known_zone("UTC" if begins.tzname() == "UTC" else getattr(begins.tzinfo, "key", None))
    is_said = zone is not None and begins.tzinfo == ends.tzinfo and begins < ends
    return str(Hours(begins.time(), ends.time(), zone)) if is_said else None


def _slug(title: str) -> str:
    """Return the key of a meeting from its title: `30th meeting of CWG-WSIS&SDG` is 30th-meeting-of-cwg-wsis-sdg."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
