"""Hours of the day: the close of a deadline, in the zone that its source states."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from planning.errors import HourSkipped
from planning.flags import Flag, WrongZone
from planning.zones import ABBREVIATIONS, check_zone, zone_info

END_OF_DAY = time(23, 59, 59)  # a deadline given as a date closes here, in the chain's zone


@dataclass(frozen=True, slots=True)
class Clock:
    """A stated hour, with the zone as its source wrote it; None means the chain's zone."""

    at: time
    zone: str | None = None

    def __post_init__(self) -> None:
        if self.zone:
            check_zone(self.zone)

    def __str__(self) -> str:
        return f"at {self.at:%H:%M}{f' {self.zone}' if self.zone else ''}"


def close_of(day: date, clock: Clock | None, zone: str) -> datetime:
    """Return the instant at which `day` closes: the stated hour, else 23:59:59, in its zone, else in `zone`.

    An hour that a clock change repeats closes the second time. One that it skips, which is stored from before such
    hours were refused (`stated_close`), is read with the offset before the change.
    """
    if clock is None:
        return datetime.combine(day, END_OF_DAY, zone_info(zone))
    stated = clock.zone or zone
    if stated in ABBREVIATIONS and stated != "UTC":
        hours, _ = ABBREVIATIONS[stated]
        return datetime.combine(day, clock.at, timezone(timedelta(hours=hours), stated))
    local = datetime.combine(day, clock.at, zone_info(stated))
    return local.replace(fold=1) if _exists(local) else local


def stated_close(day: date, clock: Clock | None, zone: str) -> datetime:
    """Return the instant at which `day` closes. Raises HourSkipped where a clock change leaves the hour out."""
    close = close_of(day, clock, zone)
    if clock is None or _exists(close):
        return close
    before, after = (_near(close, timedelta(minutes=step)) for step in (-1, 1))
    raise HourSkipped(f"{clock.at:%H:%M}", day, clock.zone or zone, f"{before:%H:%M}", f"{after:%H:%M}")


def _exists(local: datetime) -> bool:
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) == local.replace(tzinfo=None)


def _near(skipped: datetime, step: timedelta) -> datetime:
    """Return the first minute before or after a skipped one that a clock shows."""
    local = skipped
    while not _exists(local):
        local += step
    return local


def is_same(instant: datetime | None, other: datetime | None) -> bool:
    """Return True if two instants are one. Never `==`: between zones that is false in an hour that a change repeats."""
    if instant is None or other is None:
        return instant is other
    return instant.astimezone(UTC) == other.astimezone(UTC)


def hour_flags(day: date, clock: Clock | None, zone: str) -> tuple[Flag, ...]:
    """Return what is odd about a stated hour: a zone that is wrong for the day."""
    if clock is None:
        return ()
    stated = clock.zone or zone
    if stated not in ABBREVIATIONS:
        return ()
    _, home = ABBREVIATIONS[stated]
    local = close_of(day, clock, zone).astimezone(zone_info(home))
    same = local.utcoffset() == close_of(day, clock, zone).utcoffset()
    return () if same else (WrongZone(stated, home, f"{local:%Z}", day),)
