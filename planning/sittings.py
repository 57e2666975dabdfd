"""The hours of a meeting: when it opens on its first day and closes on its last, where a source says them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from planning.errors import CouncilError, UnknownZone, quoted
from planning.hours import Clock, stated_close
from planning.window import Window
from planning.zones import ABBREVIATIONS, HOME_ZONE, SEAT, zone_of

UNKNOWN = "unknown"  # typed for hours that hold no longer
_HOUR = r"\d{1,2}[:.]\d{2}"
_WRITTEN = re.compile(
    rf"(?:(?P<both>{_HOUR})\s*(?:-|–|to)\s*(?P<end>{_HOUR})|(?:from\s+)?(?P<opens>{_HOUR})|until\s+(?P<closes>{_HOUR}))"
    r"(?:,?\s+(?:in\s+)?\(?(?P<zone>[^\W\d_][^()]*)\)?)?",
    re.IGNORECASE,
)


class NotHours(CouncilError):
    """Words that are no hours of a meeting, or hours that it cannot have."""

    def __init__(self, words: str, why: str = "") -> None:
        wanted = why or "are not the hours of a meeting; write 10:00-17:30, or 10:00-17:30 America/New_York"
        super().__init__(f"{quoted(words)} {wanted}")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a meeting opens and closes, in its zone; None for what nobody has said.

    `read_hours(str(hours)) == hours`.
    """

    opens: time | None = None
    closes: time | None = None
    zone: str | None = None  # None: the clock of Geneva

    def __str__(self) -> str:
        if self.opens and self.closes:
            words = f"{self.opens:%H:%M}-{self.closes:%H:%M}"
        elif self.opens or self.closes:
            words = f"from {self.opens:%H:%M}" if self.opens else f"until {self.closes:%H:%M}"
        else:
            return UNKNOWN
        return f"{words} {self.zone}" if self.zone else words

    @property
    def stored(self) -> str | None:
        """The words of the hours; None where nobody knows one."""
        return None if self == Hours() else str(self)

    def begins(self, first: date) -> datetime | None:
        """Return the instant of opening; of an hour that comes twice, the earlier. Raises HourSkipped."""
        return self._at(first, self.opens, fold=0)

    def ends(self, last: date) -> datetime | None:
        """Return the instant of closing; of an hour that comes twice, the later. Raises HourSkipped."""
        return self._at(last, self.closes, fold=1)

    def _at(self, day: date, hour: time | None, fold: int) -> datetime | None:
        if hour is None:
            return None
        return stated_close(day, Clock(hour), self.zone or HOME_ZONE).replace(fold=fold)


def read_hours(words: str) -> Hours:
    """Return hours as people write them: `10:00-17:30`, `from 10:00`, `until 13:00 America/New_York`, `unknown`.

    Raises NotHours, UnknownZone.
    """
    plain = " ".join(words.split())
    if plain.casefold() == UNKNOWN:
        return Hours()
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        raise NotHours(words)
    opens, closes = (_time(words, written[a] or written[b]) for a, b in (("both", "opens"), ("end", "closes")))
    return Hours(opens, closes, _zone(written["zone"]))


def checked(hours: Hours, days: Window, place: str | None) -> Hours:
    """Return the hours, if a meeting of these days at this place can have them. Raises NotHours, HourSkipped."""
    if hours.stored and hours.zone is None and place and not any(name.casefold() in place.casefold() for name in SEAT):
        raise NotHours(str(hours), f"in {quoted(place)}? say on whose clock, such as {hours} America/New_York")
    begins, ends = hours.begins(days.first), hours.ends(days.last)
    if begins and ends and ends <= begins:
        raise NotHours(str(hours), "end before they begin; write the hour of opening first")
    return hours


def _time(words: str, hour: str | None) -> time | None:
    if hour is None:
        return None
    hours, minutes = (int(part) for part in re.split("[:.]", hour))
    try:
        return time(hours, minutes)
    except ValueError:
        raise NotHours(words) from None


def _zone(zone: str | None) -> str | None:
    """Return the zone of a place. Raises UnknownZone, also for letters whose offset holds for half a year."""
    if zone is None:
        return None
    hours, home = ABBREVIATIONS.get(zone, (0, None))
    if hours:
        raise UnknownZone(zone, home)
    return home or zone_of(zone)
