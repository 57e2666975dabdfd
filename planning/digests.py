"""Digests: when a reminder leaves by itself, in one digest a working day, or in one a week; always at 09:00.

A weekly digest leaves on Monday, or on the next working day, and tells of every reminder before its close that would
come before the next one. What presses does not wait for it: what is overdue goes with the day's mail, and so does a
change from or to a day within the week; what falls before its digest could tell it goes at once.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from planning.calendar import WorkCalendar
from planning.ladder import Reminder
from planning.mail_hours import MORNING, leaves_at
from planning.zones import local_day, zone_info

WEEK = timedelta(days=7)


class Cadence(StrEnum):
    """How often a person wants letters."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"


def known_cadence(digest: str | None) -> str | None:
    """Return the choice of a digest, or None where there is none or nobody knows it."""
    return digest if digest in tuple(Cadence) else None


def comes_at(reminder: Reminder, zone: str, cadence: Cadence, calendar: WorkCalendar) -> datetime:
    """Return the instant at which a reminder comes for its reader: its own 09:00, or that of the weekly digest before.

    An opening is not looked ahead to, for what it invites to is not there yet; nor is lateness.
    """
    own = leaves_at(reminder, zone)
    if cadence is not Cadence.WEEKLY or not reminder.is_before:
        return own
    monday = reminder.leaves_on - timedelta(days=reminder.leaves_on.weekday())
    return min(own, _nine(calendar.forward(monday), zone))


def reached(
    reminders: tuple[Reminder, ...], now: datetime, zone: str, cadence: Cadence, calendar: WorkCalendar
) -> tuple[Reminder, ...]:
    """Return the reminders that have come for a reader in `zone`, the latest last; earlier ones it covers."""
    return tuple(reminder for reminder in reminders if comes_at(reminder, zone, cadence, calendar) <= now)


def digest_at(came_at: datetime, zone: str, cadence: Cadence, calendar: WorkCalendar) -> datetime:
    """Return the instant of the first digest that can carry what came at `came_at`; of no digest, that instant."""
    if cadence is Cadence.EACH:
        return came_at
    local = came_at.astimezone(zone_info(zone))
    day = local.date() if local.time() <= MORNING else local.date() + timedelta(days=1)
    return _nine(calendar.forward(day) if cadence is Cadence.DAILY else _weekly(day, calendar), zone)


def leaves_with(
    came_at: datetime,
    zone: str,
    cadence: Cadence,
    calendar: WorkCalendar,
    *,
    changed: bool = False,
    days: Iterable[date] = (),
) -> datetime:
    """Return the instant at which a letter leaves, given whether its deadline is changed, and its `days`."""
    came_on = local_day(came_at, zone)
    pressing = min((day for day in days if day >= came_on), default=date.max)
    leaves = digest_at(came_at, zone, cadence, calendar)
    soon = pressing <= local_day(leaves, zone) or (changed and pressing <= came_on + WEEK)
    if cadence is Cadence.WEEKLY and soon:
        leaves = min(leaves, digest_at(came_at, zone, Cadence.DAILY, calendar))
    return min(leaves, came_at) if pressing <= local_day(leaves, zone) else leaves


def _weekly(day: date, calendar: WorkCalendar) -> date:
    """Return the first working day of the week of `day`, or of the week after when that has gone."""
    monday = day - timedelta(days=day.weekday())
    first = calendar.forward(monday)
    return first if first >= day else calendar.forward(monday + WEEK)


def _nine(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, zone_info(zone))
