"""What a subscriber sees of a deadline, a window and a meeting, from proposal to tick."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from calendars.entry import Entry, EntryRefused
from calendars.feed_words import WORDS
from calendars.render import RENDERER_VERSION, render_entry
from tests.calendars.examples import deadline, meeting, uid, window
from tests.calendars.lint import lines

ZURICH = ZoneInfo("Europe/Zurich")


def seen(entry: Entry) -> dict[str, str]:
    framed = b"BEGIN:VCALENDAR\r\n" + render_entry(entry) + b"END:VCALENDAR\r\n"
    return {line.name: line.value for line in lines(framed) if line.name not in ("BEGIN", "END")}


def test_a_deadline_is_its_whole_day_and_blocks_nobody():
    event = seen(deadline())
    assert (event["DTSTART"], event["DTEND"], event["TRANSP"]) == ("20270310", "20270311", "TRANSPARENT")
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20270105T093000Z"
    assert event["DESCRIPTION"].startswith(r"By: secretariat\n")
    assert event["DESCRIPTION"].endswith(r"\nhttps://council.example/deadlines/1")
    assert event["RELATED-TO"] == uid(3, "meeting")
    assert event["CATEGORIES"] == "hlpf-contribution,HLPF,secretariat"


@pytest.mark.parametrize(
    ("close", "start", "end"),
    [
        (datetime(2027, 3, 10, 18, tzinfo=ZURICH), "20270310T163000Z", "20270310T170000Z"),
        (datetime(2027, 7, 10, 18, tzinfo=ZURICH), "20270710T153000Z", "20270710T160000Z"),
        (datetime(2027, 3, 10, 0, 15, tzinfo=ZURICH), "20270309T224500Z", "20270309T231500Z"),
    ],
)
def test_a_stated_hour_is_the_half_hour_that_ends_there_in_winter_and_summer(close, start, end):
    event = seen(deadline(first=close.date(), last=close.date(), at=close))
    assert (event["DTSTART"], event["DTEND"]) == (start, end)


def test_a_window_shows_its_opening_and_tells_its_hour():
    event = seen(window(at=datetime(2027, 2, 21, 23, 0, tzinfo=ZURICH)))
    assert (event["DTSTART"], event["DTEND"], event["TRANSP"]) == ("20270201", "20270222", "TRANSPARENT")


def test_a_deadline_known_to_the_month_claims_no_day():
    event = seen(deadline(first=date(2027, 10, 1), last=date(2027, 10, 31)))
    assert (event["DTSTART"], event["DTEND"]) == ("20271001", "20271101")
    assert event["DESCRIPTION"].startswith("By: secretariat")


def test_a_meeting_takes_its_days():
    event = seen(meeting())
    assert (event["DTSTART"], event["DTEND"], event["TRANSP"]) == ("20270614", "20270619", "OPAQUE")
    assert event["LOCATION"] == r"Geneva\, Room Popov"
    assert event["DESCRIPTION"].startswith("By: secretariat")


def test_a_moved_date_keeps_its_uid_and_raises_its_sequence():
    before = deadline()
    moved = date(2027, 3, 24)
    later = replace(before, first=moved, last=moved, sequence=1, updated_at=datetime(2027, 2, 1, tzinfo=UTC))
    old, new = seen(before), seen(later)
    assert {name for name in old if old[name] != new[name]} == {
        *("DTSTART", "DTEND", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED"),
    }
    assert (new["UID"], new["SEQUENCE"], new["DTSTART"]) == (uid(1), "1", "20270324")


@pytest.mark.parametrize(
    ("entry", "trigger"),
    [
        (deadline(alarm=True), "TRIGGER:-PT15H"),
        (deadline(alarm=True, as_task=True), "TRIGGER;RELATED=END:-PT15H"),
        (window(alarm=True, as_task=True), "TRIGGER;RELATED=END:-PT15H"),
        (deadline(alarm=True, as_task=True, at=datetime(2027, 3, 10, 18, tzinfo=ZURICH)), "TRIGGER;RELATED=END:-P1D"),
    ],
)
def test_an_alarm_rings_on_the_day_before_for_events_and_tasks(entry, trigger):
    data = render_entry(entry).decode()
    assert data.count("BEGIN:VALARM") == 1
    assert f"\r\n{trigger}\r\n" in data
    for over in (replace(entry, settled=True), replace(entry, status="cancelled"), replace(entry, alarm=False)):
        assert b"VALARM" not in render_entry(over)


def test_a_met_deadline_carries_a_tick():
    proposed = deadline(status="tentative")
    assert seen(proposed)["STATUS"] == "TENTATIVE"
    met = seen(replace(proposed, settled=True, sequence=1))
    assert (met["SUMMARY"], met["STATUS"]) == ("✓ Submit the contribution to the HLPF", "CONFIRMED")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        *(("ar", "ملغى: Council 2027"), ("en", "CANCELLED: Council 2027"), ("es", "CANCELADA: Council 2027")),
        *(("fr", "ANNULÉE : Council 2027"), ("ru", "ОТМЕНЕНО: Council 2027"), ("zh", "已取消：Council 2027")),
    ],
)
def test_a_cancelled_meeting_says_so_and_frees_its_days(language, title):
    event = seen(meeting(status="cancelled", settled=True, language=language))
    assert (event["SUMMARY"], event["STATUS"], event["TRANSP"]) == (title, "CANCELLED", "TRANSPARENT")
    assert event["UID"] == uid(3, "meeting")


@pytest.mark.parametrize(
    ("language", "title", "promise"),
    [
        ("ar", "مؤجل: Council 2027", "تحدد المواعيد الجديدة لاحقاً"),
        ("en", "POSTPONED: Council 2027", "New dates to come"),
        ("es", "APLAZADA: Council 2027", "Nuevas fechas por determinar"),
        ("fr", "REPORTÉE : Council 2027", "Nouvelles dates à déterminer"),
        ("ru", "ПЕРЕНЕСЕНО: Council 2027", "Новые даты будут объявлены"),
        ("zh", "已推迟：Council 2027", "新日期待定"),
    ],
)
def test_a_postponed_meeting_is_not_a_cancelled_one(language, title, promise):
    event = seen(meeting(status="postponed", alarm=True, language=language))
    assert (event["SUMMARY"], event["STATUS"], event["TRANSP"]) == (title, "TENTATIVE", "TRANSPARENT")
    assert event["DESCRIPTION"].startswith(rf"{promise}\nBy: secretariat")
    assert "TRIGGER" not in event


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"uid": "42"}, "write it as <kind>-<uuid>@<host>"),
        ({"related_to": "council-2027@council.example"}, "write it as <kind>-<uuid>@<host>"),
        ({"kind": "todo"}, "is of the kind 'todo'"),
        ({"status": "completed"}, "has the status 'completed'"),
        ({"sequence": -1}, "start at 0"),
        ({"first": date(2027, 3, 11)}, "before its first day 2027-03-11"),
        ({"first": datetime(2027, 3, 10, 9, tzinfo=UTC)}, "an instant where a day belongs"),
        ({"updated_at": datetime(2027, 1, 1)}, "give aware datetimes"),
        ({"at": datetime(2027, 3, 10, 18)}, "give aware datetimes"),
        ({"kind": "meeting", "at": datetime(2027, 3, 10, 18, tzinfo=UTC)}, "only deadlines and periods"),
        ({"title": " \x00\r\n"}, "has an empty title"),
        ({"url": "javascript:alert(1)"}, "give a full http or https address"),
        ({"url": "https://a.example/\r\nATTENDEE:x"}, "give a full http or https address"),
        ({"language": "de"}, f"use one of {', '.join(WORDS)}"),
    ],
)
def test_what_clients_would_misread_is_refused(wrong: dict[str, Any], reason: str):
    with pytest.raises(EntryRefused) as refusal:
        deadline(**wrong)
    assert reason in str(refusal.value)


def test_new_bytes_for_an_old_entry_need_a_new_renderer_version():
    """When this fails on purpose, raise RENDERER_VERSION, else kept blobs keep the old look."""
    assert RENDERER_VERSION == 3
    assert (
        render_entry(deadline(at=datetime(2027, 3, 10, 17, tzinfo=UTC), location="Geneva", settled=True))
        == (
            "BEGIN:VEVENT\r\n"
            "SUMMARY;LANGUAGE=en:✓ Submit the contribution to the HLPF\r\n"
            "DTSTART:20270310T163000Z\r\n"
            "DTEND:20270310T170000Z\r\n"
            "DTSTAMP:20270105T093000Z\r\n"
            "UID:deadline-00000001-0000-4000-8000-000000000000@council.example\r\n"
            "SEQUENCE:0\r\n"
            "CATEGORIES:hlpf-contribution,HLPF,secretariat\r\n"
            "DESCRIPTION;LANGUAGE=en:By: secretariat\\nhlpf-contribution/2027\\nhttps://c\r\n"
            " ouncil.example/deadlines/1\r\n"
            "LAST-MODIFIED:20270105T093000Z\r\n"
            "LOCATION:Geneva\r\n"
            "RELATED-TO:meeting-00000003-0000-4000-8000-000000000000@council.example\r\n"
            "STATUS:CONFIRMED\r\n"
            "TRANSP:TRANSPARENT\r\n"
            "URL:https://council.example/deadlines/1\r\n"
            "END:VEVENT\r\n"
        ).encode()
    )
