"""Clocks that are wrong, nights on which they change, ticks that were missed or came out of order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from delivery import rounds
from planning.errors import HourSkipped
from planning.hours import Clock, close_of
from record import journal
from record.sending.clocks import Steady
from record.sending.holds import SendingHeld
from tests.secretariat import moment
from tests.soak.office import CHAIN

NINE = moment("2017-02-24 09:00")
FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"


def recipients(desk):
    return sorted(mail.recipient for mail in desk.sink.mails)


@pytest.mark.parametrize("days", [-10, 10])
def test_a_clock_ten_days_wrong_holds_everything_and_once_right_tells_everybody_once(due, days):
    due.round(NINE - timedelta(days=1))
    due.sink.mails.clear()
    wrong, steady = NINE + timedelta(days=days), Steady("one boot", NINE.timestamp())
    with pytest.raises(SendingHeld, match="clock"):
        rounds.run_round(due.engine, due.settings, now=wrong, clock=lambda: wrong, steady=lambda: steady)
    assert recipients(due) == []
    due.round(NINE)
    due.round(NINE + timedelta(minutes=15))
    assert recipients(due) == [A, B, FOCAL]


def test_five_missed_ticks_run_at_once_and_out_of_order_tell_everybody_once(due):
    due.clock = NINE + timedelta(minutes=75)
    for minutes in (60, 15, 45, 0, 30):
        due.round(NINE + timedelta(minutes=minutes))
    assert recipients(due) == [A, B, FOCAL]
    assert set(due.states()) == {"sent"}


@pytest.fixture
def in_2028(desk):
    """The desk, at a time at which the acts of 2027 have been done."""
    with journal.by_clock(lambda: datetime(2028, 1, 1, tzinfo=UTC)):
        yield desk


NIGHTS = [
    # the Sunday on which clocks change, an hour of that night, and Monday's nine o'clock in Geneva
    pytest.param("2027-03-28", "03:00", datetime(2027, 3, 29, 7, tzinfo=UTC), id="after the hour that is skipped"),
    pytest.param("2027-10-31", "02:30", datetime(2027, 11, 1, 8, tzinfo=UTC), id="the hour that is repeated"),
]


@pytest.mark.parametrize(("sunday", "hour", "monday_at_nine"), NIGHTS)
def test_a_night_on_which_the_clock_changes(in_2028, sunday, hour, monday_at_nine):
    """A step closes at that hour of Sunday; rounds run through the night, and each reader hears once, at nine."""
    desk = in_2028
    desk.chains[CHAIN.slug] = CHAIN
    day = date.fromisoformat(sunday)
    desk.opens("soak/1", on=f"{day - timedelta(days=4)} 12:00", meeting=(day + timedelta(days=12)).isoformat())
    desk.agrees("draft", f"{sunday} {hour}", on=f"{day - timedelta(days=4)} 12:00", cycle="soak/1")
    desk.round(f"{day - timedelta(days=1)} 23:00")
    before = len(desk.sink.mails)
    night = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for minutes in (0, 30, 59, 60, 90, 120, 150, 180):
        desk.round(night + timedelta(minutes=minutes))
    desk.round(monday_at_nine - timedelta(minutes=1))
    assert len(desk.sink.mails) == before  # neither at night nor an hour early
    desk.round(monday_at_nine)
    subjects = [mail.subject for mail in desk.sink.mails[before:] if "Post the draft" in mail.subject]
    assert len(subjects) == 1
    desk.round(monday_at_nine + timedelta(hours=1))
    assert len([mail for mail in desk.sink.mails[before:] if "Post the draft" in mail.subject]) == 1


def test_an_hour_that_does_not_exist_is_refused_with_those_around_it(in_2028):
    desk = in_2028
    desk.chains[CHAIN.slug] = CHAIN
    desk.opens("soak/1", on="2027-03-24 12:00", meeting="2027-04-09")
    before = desk.view("2027-03-24 13:00", "soak/1")["draft"]
    for hour in ("02:00", "02:30", "02:59"):
        with pytest.raises(HourSkipped, match="after 01:59 comes 03:00"):
            desk.agrees("draft", f"2027-03-28 {hour}", on="2027-03-24 12:00", cycle="soak/1")
    assert desk.view("2027-03-24 13:00", "soak/1")["draft"] == before
    desk.agrees("draft", "2027-03-28 01:59", on="2027-03-24 12:00", cycle="soak/1")


@pytest.mark.parametrize(("sunday", "hour"), [("2027-03-28", "03:00"), ("2027-10-31", "02:30")])
def test_a_close_beside_or_in_such_an_hour_is_no_news_each_time_that_it_is_looked_at(in_2028, sunday, hour):
    """In such an hour equal instants of two zones are not `==`: it was told as changed, and never recalled."""
    desk, day = in_2028, date.fromisoformat(sunday)
    desk.chains[CHAIN.slug] = CHAIN
    desk.opens("soak/1", on=f"{day - timedelta(days=10)} 12:00", meeting=(day + timedelta(days=12)).isoformat())
    desk.agrees("draft", f"{sunday} {hour}", on=f"{day - timedelta(days=10)} 12:00", cycle="soak/1")
    for days in (5, 4):
        heard = desk.at(f"{day - timedelta(days=days)} 09:00", about="Post the draft")
        assert heard == [f"{FOCAL}: Due {day.day} {day:%B}, {hour} (Geneva): Post the draft"]
    assert "change" not in [message.kind for message in desk.messages()]


def test_an_hour_that_is_repeated_closes_the_second_time():
    half_past_two = Clock(datetime(2027, 10, 31, 2, 30).time())
    closes = close_of(date(2027, 10, 31), half_past_two, "Europe/Zurich").astimezone(UTC)
    assert closes == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
