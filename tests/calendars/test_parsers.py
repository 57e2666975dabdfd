"""The check itself is checked: each known break of a sound feed is found."""

import ctypes.util

import pytest

from calendars.feed import join
from calendars.render import render_entry
from tests.calendars import libical
from tests.calendars.examples import FEED, deadline, meeting
from tests.calendars.parsers import READERS, faults, parser_faults

SOUND = join(FEED, {entry.uid: render_entry(entry) for entry in (deadline(), meeting())})
BREAKS = {
    "a byte order mark": lambda feed: b"\xef\xbb\xbf" + feed,
    "bare line feeds": lambda feed: feed.replace(b"\r\n", b"\n"),
    "one bare line feed": lambda feed: feed.replace(b"SEQUENCE:0\r\n", b"SEQUENCE:0\n", 1),
    "a long line": lambda feed: feed.replace(b"Council 2027", b"x" * 76),
    "a split code point": lambda feed: feed.replace(b"Council 2027", "Conseil d’\u00e9t\u00e9".encode()[:-1]),
    "a control character": lambda feed: feed.replace(b"Council 2027", b"Council\x07"),
    "text not escaped": lambda feed: feed.replace(b"Council 2027", b"Council; 2027"),
    "a lone backslash": lambda feed: feed.replace(b"Council 2027", b"Council 2027\\"),
    "a method": lambda feed: feed.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"),
    "a calendar with a UID": lambda feed: feed.replace(b"VERSION:2.0", b"VERSION:2.0\r\nUID:1"),
    "no constant maker": lambda feed: feed.replace(b"PRODID:-//council-cycle//calendars//EN\r\n", b""),
    "an untyped source": lambda feed: feed.replace(b"SOURCE;VALUE=URI", b"SOURCE"),
    "a duration in words": lambda feed: feed.replace(b"X-PUBLISHED-TTL:PT4H", b"X-PUBLISHED-TTL:4:00:00"),
    "two names": lambda feed: feed.replace(b"X-WR-CALNAME:Council", b"X-WR-CALNAME:Other"),
    "a wrong order": lambda feed: feed.replace(b"UID:deadline", b"UID:zzz"),
    "the same UID twice": lambda feed: feed.replace(b"UID:meeting-00000003", b"UID:deadline-00000001"),
    "a met event": lambda feed: feed.replace(b"STATUS:CONFIRMED", b"STATUS:COMPLETED"),
    "two titles": lambda feed: feed.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nSUMMARY;LANGUAGE=fr:Conseil"),
    "a title without a language": lambda feed: feed.replace(b"SUMMARY;LANGUAGE=en", b"SUMMARY"),
    "an end before its start": lambda feed: feed.replace(b"DTEND;VALUE=DATE:2027", b"DTEND;VALUE=DATE:2026"),
    "a day without its type": lambda feed: feed.replace(b"DTSTART;VALUE=DATE", b"DTSTART"),
    "an attendee": lambda feed: feed.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nATTENDEE:mailto:a@b.example"),
    "two stamps": lambda feed: feed.replace(b"DTSTAMP:2027", b"DTSTAMP:2026"),
    "nothing in it": lambda feed: feed[: feed.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n",
    "two calendars": lambda feed: feed + feed,
    "an event cut short": lambda feed: feed.replace(b"END:VEVENT\r\n", b"", 1),
}


def test_a_sound_feed_has_no_fault():
    assert faults(SOUND) == []


@pytest.mark.parametrize("name", BREAKS)
def test_each_known_break_is_found(name):
    broken = BREAKS[name](SOUND)
    assert broken != SOUND
    assert faults(broken) != []


@pytest.mark.parametrize("reader", READERS)
def test_each_parser_can_complain(reader):
    broken = SOUND.replace(b"DTSTART;VALUE=DATE:20270614", b"DTSTART;VALUE=DATE:tomorrow")
    complaints = [fault for fault in parser_faults(broken) if "reads other events" not in fault]
    assert any(fault.startswith(f"{reader}: ") for fault in complaints), complaints


def test_a_machine_without_libical_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    libical.library.cache_clear()
    with pytest.raises(libical.LibicalMissing, match="apt-get install libical3"):
        faults(SOUND)
    libical.library.cache_clear()
