"""The words for zones that letters print, in their season and out of it, and the instants that they mean."""

from datetime import UTC, date, time

import pytest

from planning.flags import WrongZone
from planning.hours import ABBREVIATIONS, Clock, close_of, hour_flags
from planning.sentences import sentences

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
