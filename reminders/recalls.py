"""Recalls: a reader hears of a window's close only once the invitation has left, on a later working day."""

from dataclasses import dataclass
from datetime import date, datetime

from planning.calendar import WorkCalendar
from planning.digests import Cadence, comes_at
from planning.ladder import Reminder, Rung
from planning.mail_hours import leaves_at
from planning.zones import local_day


@dataclass(frozen=True, slots=True)
class Clock:
    """By which clock a reader's reminders come: their zone, how often they want letters, their calendar, and now."""

    zone: str
    cadence: Cadence
    calendar: WorkCalendar
    now: datetime

    def comes_at(self, reminder: Reminder) -> datetime:
        """Return the instant at which a reminder comes for the reader."""
        return comes_at(reminder, self.zone, self.cadence, self.calendar)


def to_invite(came: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
    """Return the invitation among the reminders that came: it is told first."""
    return tuple(reminder for reminder in came if reminder.rung == Rung.OPENING)


def without_invitation(came: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
    """Return the reminders that came without the invitation."""
    return tuple(reminder for reminder in came if reminder.rung != Rung.OPENING)


def after(invited_at: datetime, came: tuple[Reminder, ...], clock: Clock) -> tuple[Reminder, ...]:
    """Return the recalls, of those that came, whose day is one after that of the invitation (Geneva's).

    One that a weekly digest would tell on the day of the invitation, or before it, is left to its own day.
    """
    return tuple(recall for recall in without_invitation(came) if _is_later(recall, local_day(invited_at), clock))


def _is_later(recall: Reminder, invited_on: date, clock: Clock) -> bool:
    if local_day(clock.comes_at(recall)) > invited_on:
        return True
    return recall.leaves_on > invited_on and leaves_at(recall, clock.zone) <= clock.now
