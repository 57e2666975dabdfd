"""Reading calendar files as holidays of a duty station or meetings of a body; whoever loads them says which."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from loading.entry_refusals import inside, refused
from planning.remedies import Argument

STATUS = {"tentative": "planned", "confirmed": "confirmed", "cancelled": "cancelled"}
WHICH = (
    Argument("calendar", "name the duty station whose closed days they are", "PLACE"),
    Argument("body", "name the body whose meetings they are", "BODY"),
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What the calendar files of a load hold: closed days of a duty station, or meetings of a body."""

    calendar: str | None = None
    body: str | None = None


NOTHING_MEANT = Meant()


def rows(data: bytes, file: str, meant: Meant) -> Iterator[tuple[Literal["holidays", "meetings"], dict[str, Any], str]]:
    """Yield kind, entry and place of what a calendar file holds. Raises LoadRefused."""
    if (meant.calendar is None) == (meant.body is None):
        why = "a calendar file does not say what it holds" if meant.calendar is None else "it holds one of the two"
        raise refused(file, why, *WHICH)
    from calendars.calendar_files import by_year, events  # slow to import: only who loads such a file pays

    with inside(file):
        calendar = events(data)
    if meant.calendar:
        for event in calendar:
            if not event.whole_days:
                why = (
                    f"{event.title[:80]!r} has an hour, and a closed day has none; make it a whole day, or take it out"
                )
                raise refused(file, why)
        for year, days in by_year(calendar):
            listed = [on.isoformat() for on in days]
            yield "holidays", {"calendar": meant.calendar, "year": str(year), "days": listed}, f"{file}, {year}"
        return
    keys = Counter(_slug(event.title) for event in calendar)
    for number, event in enumerate(calendar, start=1):
        key = _slug(event.title) if keys[_slug(event.title)] == 1 else f"{_slug(event.title)}-{event.first}"
        meeting = {
            "body": meant.body,
            "key": key,
            "title": event.title,
            "opens": str(event.first),
            "closes": str(event.last),
        }
        meeting |= {"place": event.place} if event.place else {}
        meeting |= {"status": STATUS[event.status]} if event.status in STATUS else {}
        yield "meetings", meeting, f"{file}, event {number}"


def _slug(title: str) -> str:
    """Return the key of a meeting from its title: `30th meeting of CWG-WSIS&SDG` is 30th-meeting-of-cwg-wsis-sdg."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
