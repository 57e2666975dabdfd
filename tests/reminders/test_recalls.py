"""Recalls: told only on a day after that of the invitation, from their own nine o'clock on, where the reader is."""

from datetime import date, datetime, timedelta

import pytest

from planning.calendar import WorkCalendar
from planning.digests import Cadence
from planning.ladder import Reminder, Rung
from planning.zones import zone_info
from reminders.recalls import Clock, after

MONDAY, THURSDAY = date(2027, 3, 8), date(2027, 3, 11)
RECALL = Reminder("before-1", THURSDAY)
A_SECOND = timedelta(seconds=1)


def nine(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=zone_info(zone))


def told(cadence: Cadence, invited_at: datetime, now: datetime, zone: str) -> bool:
    came = (Reminder(Rung.OPENING, MONDAY), RECALL)
    return after(invited_at, came, Clock(zone, cadence, WorkCalendar("Geneva"), now)) == (RECALL,)


@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/Lima", "Asia/Kathmandu"])
def test_what_a_weekly_digest_would_tell_on_the_day_of_the_invitation_comes_on_its_own_day(zone):
    invited_at = nine(MONDAY, "Europe/Zurich")
    sharp = nine(THURSDAY, zone)
    assert [told(Cadence.WEEKLY, invited_at, now, zone) for now in (sharp - A_SECOND, sharp, sharp + A_SECOND)] == [
        False, True, True,
    ]  # fmt: skip
    assert told(Cadence.WEEKLY, invited_at - timedelta(days=1), nine(MONDAY, zone), zone)  # the digest's day is later


@pytest.mark.parametrize("cadence", Cadence)
def test_on_the_day_of_the_invitation_nothing_is_recalled_at_any_hour(cadence):
    invited_at = nine(THURSDAY, "Europe/Zurich")
    for now in (invited_at, invited_at + timedelta(hours=8)):
        assert not told(cadence, invited_at, now, "Europe/Zurich")
    assert told(cadence, invited_at - timedelta(days=1), invited_at, "Europe/Zurich")
