"""The words for zones that letters print, in their season and out of it, and the instants that they mean."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planning.clock import utc_now
from planning.errors import HourSkipped, OffsetForZone, UnknownZone
from planning.flags import WrongZone
from planning.hours import Clock, close_of, hour_flags, is_same, stated_close
from planning.sentences import sentences
from planning.zones import ABBREVIATIONS, check_zone, in_geneva, known_zone, local_day, zone_info, zone_of

WINTER, SUMMER = date(2027, 1, 15), date(2027, 7, 1)
SIX = time(18, 0)
WORDS = {  # by word: six o'clock as UTC has it, whatever the season; and the season in which nobody keeps that time
    "UTC": (18, None),
    "GMT": (18, None),
    "CET": (17, SUMMER),
    "CEST": (16, WINTER),
    "EST": (23, SUMMER),
    "EDT": (22, WINTER),
}


def test_every_word_of_the_table_is_tried():
    assert WORDS.keys() == ABBREVIATIONS.keys()


@pytest.mark.parametrize("on", [WINTER, SUMMER])
@pytest.mark.parametrize("word", WORDS)
def test_a_printed_zone_means_its_hour_in_every_season_and_is_flagged_out_of_its_own(word, on):
    hour, wrong = WORDS[word]
    closes = close_of(on, Clock(SIX, word), "Asia/Kathmandu").astimezone(UTC)
    assert (closes.date(), closes.time()) == (on, time(hour))
    flags = hour_flags(on, Clock(SIX, word), "Asia/Kathmandu")
    assert [type(flag) for flag in flags] == ([WrongZone] if on == wrong else [])


def test_the_flag_says_what_is_kept_there_instead():
    summer, winter = (hour_flags(on, Clock(SIX, word), "UTC") for on, word in [(SUMMER, "EST"), (WINTER, "EDT")])
    assert sentences((*summer, *winter)) == (
        "printed as EST, but America/New_York keeps EDT on 2027-07-01",
        "printed as EDT, but America/New_York keeps EST on 2027-01-15",
    )


def test_without_an_hour_a_day_ends_with_its_last_second_in_the_zone_of_its_chain():
    assert close_of(SUMMER, None, "America/Lima").astimezone(UTC) == datetime(2027, 7, 2, 4, 59, 59, tzinfo=UTC)
    assert close_of(SUMMER, Clock(SIX), "Asia/Kathmandu").astimezone(UTC) == datetime(2027, 7, 1, 12, 15, tzinfo=UTC)
    assert hour_flags(SUMMER, None, "CET") == ()


def test_an_hour_that_a_clock_change_repeats_closes_the_second_time_and_is_no_odd_one():
    autumn, clock = date(2027, 10, 31), Clock(time(2, 30))
    assert close_of(autumn, clock, "Europe/Zurich").astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert stated_close(autumn, clock, "Europe/Zurich") == close_of(autumn, clock, "Europe/Zurich")
    assert hour_flags(autumn, clock, "Europe/Zurich") == ()
    later = Clock(time(3, 0))
    assert close_of(autumn, later, "Europe/Zurich").astimezone(UTC) == datetime(2027, 10, 31, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "before", "after"),
    [
        (date(2027, 3, 28), time(2, 30), "Europe/Zurich", "01:59", "03:00"),
        (date(2027, 3, 28), time(2, 0), "Europe/Zurich", "01:59", "03:00"),
        (date(2027, 3, 28), time(2, 59), "Europe/Zurich", "01:59", "03:00"),
        (date(2028, 3, 26), time(2, 30), "Europe/Zurich", "01:59", "03:00"),
        (date(2027, 3, 14), time(2, 30), "America/New_York", "01:59", "03:00"),
        (date(2027, 4, 30), time(0, 30), "Africa/Cairo", "23:59", "01:00"),
        (date(2027, 10, 3), time(2, 15), "Australia/Lord_Howe", "01:59", "02:30"),
    ],
)
def test_an_hour_that_a_clock_change_skips_is_refused_with_those_before_and_after(day, hour, zone, before, after):
    refused = rf"no clock in {zone} shows {hour:%H:%M} on {day}: after {before} comes {after}; state one of these two"
    with pytest.raises(HourSkipped, match=refused):
        stated_close(day, Clock(hour, zone), "UTC")
    with pytest.raises(HourSkipped, match=refused):
        stated_close(day, Clock(hour), zone)
    for near in (day - timedelta(days=1), day + timedelta(days=1)):
        assert stated_close(near, Clock(hour, zone), "UTC").time() == hour
    assert stated_close(day, Clock(time.fromisoformat(after), zone), "UTC").time() == time.fromisoformat(after)
    assert close_of(day, Clock(hour, zone), "UTC").time() == hour  # as a row from before keeps it


@pytest.mark.parametrize(
    ("day", "hour", "zone", "closes"),
    [
        (date(2027, 3, 28), time(2, 30), "Europe/Zurich", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2027, 3, 14), time(2, 30), "America/New_York", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        (date(2027, 10, 3), time(2, 15), "Australia/Lord_Howe", datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
    ],
)
def test_a_skipped_hour_that_is_stored_closes_by_the_offset_before_the_change(day, hour, zone, closes):
    assert close_of(day, Clock(hour), zone).astimezone(UTC) == closes


def test_a_zone_is_read_by_its_iana_name_or_by_a_word_of_the_table():
    assert [known_zone(zone) for zone in ("Asia/Kathmandu", "Mars/Olympus", "../etc/passwd", "", None)] == [
        "Asia/Kathmandu", None, None, None, None,
    ]  # fmt: skip
    assert check_zone("EDT") is None
    for zone in ("Mars/Olympus", "/etc/passwd", "X" * 300):
        with pytest.raises(UnknownZone):
            Clock(SIX, zone)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Gemeva", "Europe/Zurich"),
        ("Heure de Paris", "Europe/Paris"),
        ("Hora de Bogotá", "America/Bogota"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "Europe/Amsterdam"),
        ("New York (EST)", "America/New_York"),
        ("Eastern Time of New York in the United States", "America/New_York"),
        ("Hora de Dar es Salaam en la República Unida de Tanzania", "Africa/Dar_es_Salaam"),
    ],
)
def test_a_zone_that_is_not_known_is_refused_with_the_nearest_city(words, meant):
    with pytest.raises(UnknownZone, match=f"did you mean {meant}"):
        check_zone(words)


def test_an_hour_is_printed_with_the_zone_that_its_source_stated():
    assert (str(Clock(time(9, 5))), str(Clock(SIX, "EDT"))) == ("at 09:05", "at 18:00 EDT")


def test_two_instants_are_one_whatever_their_zones():
    noon = datetime(2027, 7, 1, 12, tzinfo=UTC)
    assert is_same(noon, noon.astimezone(zone_info("Asia/Kathmandu")))
    assert not is_same(noon, noon.replace(microsecond=1))
    assert is_same(None, None)
    assert not is_same(noon, None)
    assert not is_same(None, noon)


def test_the_clock_runs_by_utc():
    assert utc_now().tzinfo is UTC


def test_a_zone_word_is_kept_as_it_was_printed_and_judged_at_its_own_hour():
    assert f"{close_of(SUMMER, Clock(SIX, 'EDT'), 'UTC'):%H:%M %Z}" == "18:00 EDT"
    spring = date(2027, 3, 28)  # at two in the morning Zurich turns from CET to CEST
    assert hour_flags(spring, Clock(time(1, 0), "CET"), "Europe/Zurich") == ()
    assert hour_flags(spring, Clock(time(4, 0), "CEST"), "Europe/Zurich") == ()
    assert [type(flag) for flag in hour_flags(spring, Clock(time(1, 0), "CEST"), "Europe/Zurich")] == [WrongZone]


def test_the_day_that_it_is_depends_on_where_it_is_asked():
    morning = datetime(2026, 12, 31, 10, 30, tzinfo=UTC)
    days = [local_day(morning, zone) for zone in ("Pacific/Pago_Pago", "Europe/Zurich", "Pacific/Kiritimati")]
    assert days == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert local_day(midnight) == date(2027, 1, 1)
    assert local_day(midnight - timedelta(microseconds=1)) == date(2026, 12, 31)


def test_an_instant_is_told_on_the_clock_of_geneva_winter_and_summer():
    instants = [datetime(2027, 1, 15, 23, 5, tzinfo=UTC), datetime(2027, 7, 1, 22, 5, tzinfo=UTC)]
    assert [in_geneva(at) for at in instants] == ["2027-01-16 00:05", "2027-07-02 00:05"]
    assert in_geneva(instants[0].astimezone(zone_info("Asia/Kathmandu"))) == "2027-01-16 00:05"


@pytest.mark.parametrize(
    ("offset", "place", "same"),
    [
        ("UTC+1", "Europe/Zurich (UTC+1 in winter)", "Etc/GMT-1"),
        ("GMT+02:00", "Europe/Zurich (GMT+02:00 in summer)", "Etc/GMT-2"),
        ("UTC+3", "Europe/Zurich", "Etc/GMT-3"),
        ("UTC-1", "Europe/Zurich", "Etc/GMT+1"),
        ("utc-5", "Europe/Zurich", "Etc/GMT+5"),
    ],
)
def test_an_offset_is_no_zone_and_names_the_place_or_the_zone_that_is_meant(offset, place, same):
    with pytest.raises(OffsetForZone) as refusal:
        check_zone(offset)
    assert refusal.value.sentence == (
        f"'{offset}' is an offset, and an offset is no zone; write a place such as {place}, or '{same}'"
    )
    assert known_zone(same)


def test_a_zone_is_kept_as_it_is_written_though_a_city_is_called_so_too():
    words = ("Singapore", "singapore time", "New York time", "EST")
    assert [zone_of(each) for each in words] == ["Singapore", "Asia/Singapore", "America/New_York", "EST"]
