"""The hours of a meeting: read as people write them, on the clock that is meant, and none that no clock shows."""

from datetime import UTC, date, datetime, time

import pytest

from planning.errors import CouncilError, UnknownZone
from planning.sittings import Hours, checked, read_hours
from planning.window import Window

DAY = date(2027, 3, 27)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # clocks of Geneva change


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("10:00-17:30", "10:00-17:30"),
        ("9.30 to 12.30", "09:30-12:30"),
        ("14:30 – 17:30 America/New_York", "14:30-17:30 America/New_York"),
        ("10:00", "from 10:00"),
        ("From 10:00  UTC", "from 10:00 UTC"),
        ("until 13:00", "until 13:00"),
        ("15:00 Geneva", "from 15:00 Europe/Zurich"),
        ("10:00-17:30 (Geneva time)", "10:00-17:30 Europe/Zurich"),
        ("10:00 to 17:30 in Addis Ababa", "10:00-17:30 Africa/Addis_Ababa"),
        ("unknown", "unknown"),
    ],
)
def test_they_are_read_as_people_write_them(words: str, hours: str) -> None:
    assert str(read_hours(words)) == hours
    assert read_hours(hours) == read_hours(words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("10", "are not the hours of a meeting"),
        ("25:00-26:00", "are not the hours"),
        ("10:00-", "are not the hours"),
        ("10:00-17:30 Genev", "is not known; did you mean Europe/Zurich"),
        ("10:00-17:30 Springfield", "'Springfield' is not known; write an IANA name"),
        ("10:00-17:30 EDT", "did you mean America/New_York"),
        ("10:00-17:30 UTC+2", "is an offset"),
    ],
)
def test_what_is_no_hour_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(CouncilError, match=sentence):
        read_hours(words)


@pytest.mark.parametrize(
    ("words", "first", "last", "place", "sentence"),
    [
        ("17:30-10:00", DAY, DAY, "Geneva", "end before they begin"),
        ("10:00-10:00", DAY, DAY, None, "end before they begin"),
        ("02:30-10:00", SPRING, SPRING, None, "shows 02:30 on 2027-03-28: after 01:59 comes 03:00"),
        ("10:00-02:30", DAY, SPRING, None, "shows 02:30"),
        ("10:00-17:30", DAY, DAY, "New York", "'New York'. say on whose clock"),
        ("from 10:00", DAY, DAY, "online", "say on whose clock"),
    ],
)
def test_hours_that_a_meeting_cannot_have_are_refused(words, first, last, place, sentence) -> None:
    with pytest.raises(CouncilError, match=sentence):
        checked(read_hours(words), Window(first, last), place)


@pytest.mark.parametrize(
    ("words", "first", "last", "place"),
    [
        ("17:30-10:00", DAY, SPRING, "Geneva"),
        ("02:30-10:00", DAY, DAY, "CICG, Genève"),
        ("02:30-10:00 UTC", SPRING, SPRING, None),
        ("10:00-17:30 America/New_York", DAY, DAY, "New York"),
        ("unknown", DAY, DAY, "New York"),
    ],
)
def test_those_that_it_can_have_are_kept(words, first, last, place) -> None:
    assert str(checked(read_hours(words), Window(first, last), place)) == words


def test_of_an_hour_that_comes_twice_a_meeting_begins_with_the_first_and_ends_with_the_second() -> None:
    hours = read_hours("02:30-02:45")
    begins, ends = hours.begins(AUTUMN), hours.ends(AUTUMN)
    assert begins is not None
    assert ends is not None
    assert begins.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert ends.astimezone(UTC) == datetime(2027, 10, 31, 1, 45, tzinfo=UTC)


def test_an_hour_that_nobody_said_is_none() -> None:
    assert read_hours("from 10:00").ends(DAY) is None
    assert read_hours("until 10:00").begins(DAY) is None
    assert read_hours("unknown").stored is None
    assert Hours(time(10), None).stored == "from 10:00"


@pytest.mark.parametrize(("letters", "meant"), [("CET", "Europe/Zurich"), ("EST", "America/New_York")])
def test_letters_whose_offset_holds_for_half_a_year_are_no_zone_of_a_meeting(letters: str, meant: str) -> None:
    with pytest.raises(UnknownZone, match=f"did you mean {meant}"):
        read_hours(f"10:00-17:30 {letters}")
    assert str(read_hours("10:00-17:30 UTC").zone) == "UTC"


@pytest.mark.parametrize(
    ("words", "place", "sentence"),
    [
        ("10", None, "'10' are not the hours of a meeting; write 10:00-17:30, or 10:00-17:30 America/New_York"),
        (
            "10:00-17:30",
            "New York",
            "'10:00-17:30' in 'New York'? say on whose clock, such as 10:00-17:30 America/New_York",
        ),
        ("17:30-10:00", "Geneva", "'17:30-10:00' end before they begin; write the hour of opening first"),
    ],
)
def test_a_refusal_quotes_the_hours_and_says_what_to_write(words: str, place: str | None, sentence: str) -> None:
    with pytest.raises(CouncilError) as refusal:
        checked(read_hours(words), Window(DAY, DAY), place)
    assert refusal.value.sentence == sentence
