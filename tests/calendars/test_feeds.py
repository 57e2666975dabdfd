"""A subscriber's feed over its life: empty, filled, moved, cut."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from calendars.feed import FeedRefused, first_day, join
from calendars.feed_words import WORDS
from tests.calendars.examples import FEED, a_year, blobs, deadline, meeting, uid, window
from tests.calendars.lint import lines
from tests.calendars.parsers import READERS, faults, titles

ROOT = Path(__file__).parents[2]


def test_a_year_of_entries_has_no_fault_in_four_parsers():
    feed = join(FEED, blobs(*a_year()))
    assert faults(feed) == []
    assert {reader: len(item) for reader, item in titles(feed).items()} == dict.fromkeys(READERS, 17 * len(WORDS))


def test_items_stand_sorted_by_uid_however_they_come():
    entries = [meeting(), window(), deadline()]
    feed = join(FEED, blobs(*entries))
    assert feed == join(FEED, blobs(*reversed(entries)))
    assert [line.value for line in lines(feed) if line.name == "UID"] == [uid(1), uid(3, "meeting"), uid(2, "window")]


@pytest.mark.parametrize("language", WORDS)
def test_an_empty_feed_holds_one_notice_that_nobody_meets(language):
    empty = replace(FEED, language=language)
    feed = join(empty, {})
    assert faults(feed) == []
    assert titles(feed) == {reader: [WORDS[language].nothing] for reader in READERS}
    assert b"DTSTART;VALUE=DATE:20000101\r\n" in feed
    assert WORDS[language].nothing not in str(titles(join(empty, blobs(deadline()))))


def test_one_moved_entry_changes_exactly_one_blob():
    before = a_year()
    moved = replace(before[40], last=before[40].last + timedelta(days=14), sequence=before[40].sequence + 1)
    old, new = blobs(*before), blobs(*(moved if entry is before[40] else entry for entry in before))
    assert {kept for kept in old if old[kept] != new[kept]} == {moved.uid}
    assert join(FEED, old).replace(old[moved.uid], new[moved.uid]) == join(FEED, new)


def test_a_feed_names_itself_and_nobody_else():
    feed = join(replace(FEED, name="Council; dates, \\New\r\n"), blobs(*a_year()))
    header = feed.partition(b"BEGIN:VEVENT")[0].replace(b"\r\n ", b"").decode().split("\r\n")
    assert {r"NAME:Council\; dates\, \\New", r"X-WR-CALNAME:Council\; dates\, \\New"} <= set(header)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H", "COLOR:steelblue"} <= set(header)
    assert "SOURCE;VALUE=URI:https://council.example/f/" in header
    assert {"METHOD", "ATTENDEE", "ORGANIZER", "TZID"}.isdisjoint(line.name for line in lines(feed))
    assert b"VALARM" not in feed


def test_a_feed_keeps_ninety_days_and_all_the_future():
    today = date(2027, 6, 1)
    assert first_day(today) == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "\x00"}, "no name or no description"),
        ({"description": ""}, "no name or no description"),
        ({"url": "council.example"}, "has the address 'council.example'"),
        ({"source": "webcal://council.example/f/"}, "has the address 'webcal://council.example/f/'"),
        ({"color": "#4682b4"}, "has the colour '#4682b4': use one of darkorange"),
        ({"language": "tlh"}, f"use one of {', '.join(WORDS)}"),
    ],
)
def test_a_header_that_clients_would_misread_is_refused(wrong, reason):
    with pytest.raises(FeedRefused) as refusal:
        replace(FEED, **wrong)
    assert reason in str(refusal.value)


def test_two_processes_with_other_seeds_and_zones_write_the_same_bytes():
    program = (
        "import sys; from calendars.feed import join; from tests.calendars.examples import *; "
        "sys.stdout.buffer.write(join(FEED, blobs(*a_year())))"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/New_York"))
    ]
    written = [writer.communicate()[0] for writer in writers]
    assert written == [join(FEED, blobs(*a_year()))] * 2
