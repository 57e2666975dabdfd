"""Closed days from calendar files as programs write them: some come back every year, some are half days."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from loading import load
from loading.ical_reader import Meant
from models.bodies import HolidayList
from models.engine import reading, writing
from planning.grammar import parse
from record.cycles import snapshots
from record.refusals import LoadRefused
from tests.loading.office import NOW, OFFICER, Office

NEW_YEAR = "DTSTART;VALUE=DATE:20270101|SUMMARY:New Year"
NEXT_NEW_YEAR = "DTSTART;VALUE=DATE:20280101|SUMMARY:New Year"


def calendar(*events: str) -> bytes:
    """Return a calendar file; the lines of an event are parted by strokes."""
    texts = (f"BEGIN:VEVENT|UID:{number}|{event}|END:VEVENT" for number, event in enumerate(events))
    lines = f"BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//circular//EN|{'|'.join(texts)}|END:VCALENDAR|"
    return lines.replace("|", "\r\n").encode()


def loads(office: Office, data: bytes, place: str = "Geneva", replace: bool = False):
    file, meant = office.file(data, "closed.ics"), Meant(place, replace=replace)
    with writing(office.engine) as session:
        return load(session, [file], office.chains, meant=meant, now=NOW, by=OFFICER)


def lists(office: Office) -> dict[str, list[str]]:
    with reading(office.engine) as session:
        return {f"{row.place} {row.year}": row.days for row in session.scalars(select(HolidayList))}


YEARLY = [
    ("DTSTART;VALUE=DATE:20270801|RRULE:FREQ=YEARLY", ["2027-08-01"]),
    ("DTSTART;VALUE=DATE:19910801|RRULE:FREQ=YEARLY", ["2027-08-01"]),
    ("DTSTART;VALUE=DATE:20280801|RRULE:FREQ=YEARLY", []),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY;INTERVAL=2", ["2027-08-01"]),
    ("DTSTART;VALUE=DATE:20260801|RRULE:FREQ=YEARLY;INTERVAL=2", []),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY;COUNT=2", []),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY;COUNT=3", ["2027-08-01"]),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY;UNTIL=20270801", ["2027-08-01"]),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY;UNTIL=20270731T235959Z", []),
    ("DTSTART;VALUE=DATE:20250909|RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=2TH", ["2027-09-09"]),
    ("DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20270801", []),
    ("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", []),
    ("DTSTART;VALUE=DATE:20241231|DTEND;VALUE=DATE:20250103|RRULE:FREQ=YEARLY", ["2027-01-02", "2027-12-31"]),
]


@pytest.mark.parametrize(("event", "days"), YEARLY)
def test_a_day_that_comes_back_joins_the_others_of_a_year(office: Office, event: str, days: list[str]) -> None:
    loaded = loads(office, calendar(NEW_YEAR, f"{event}|SUMMARY:A day"))
    assert lists(office) == {"Geneva 2027": sorted({"2027-01-01", *days})}
    says = "counts for 2027 alone" if days else "closes no day of 2027"
    assert f"the event 'A day' comes back every year, and {says}" in loaded.notes[0]


def test_what_ended_closes_no_day_of_a_later_year_and_that_is_said(office: Office) -> None:
    ended, goes_on = "DTSTART;VALUE=DATE:20250801|RRULE:FREQ=YEARLY", "DTSTART;VALUE=DATE:20250909|RRULE:FREQ=YEARLY"
    data = calendar(NEW_YEAR, NEXT_NEW_YEAR, f"{ended};UNTIL=20270801|SUMMARY:Old", f"{goes_on}|SUMMARY:New")
    assert [note.partition(": ")[2] for note in loads(office, data).notes[:2]] == [
        "the event 'Old' comes back every year, and counts for 2027 alone: for each year of which the file has days of "
        "its own",
        "the event 'New' comes back every year, and counts for 2027, 2028 alone: for each year of which the file has "
        "days of its own",
    ]


def test_where_all_come_back_the_year_is_that_of_the_first(office: Office) -> None:
    loads(office, calendar("DTSTART;VALUE=DATE:20270801|RRULE:FREQ=YEARLY|SUMMARY:National Day"))
    assert lists(office) == {"Geneva 2027": ["2027-08-01"]}


def test_a_day_that_was_moved_counts_where_it_was_moved_to(office: Office) -> None:
    moved = "RECURRENCE-ID;VALUE=DATE:20280801|DTSTART;VALUE=DATE:20280731|SUMMARY:National Day"
    data = calendar(NEXT_NEW_YEAR, "DTSTART;VALUE=DATE:20270801|RRULE:FREQ=YEARLY|SUMMARY:National Day", moved)
    loads(office, data.replace(b"UID:2", b"UID:1"))
    assert lists(office) == {"Geneva 2028": ["2028-01-01", "2028-07-31"]}


def _hours() -> Iterator[tuple[str, list[str], bool]]:
    yield "DTSTART:20271231T120000Z|DTEND:20271231T170000Z", [], True  # from one to six in Geneva
    yield "DTSTART:20271230T230000Z|DTEND:20271231T230000Z", ["2027-12-31"], False  # all of a day there
    yield "DTSTART:20271231T080000|DTEND:20271231T170000", ["2027-12-31"], False  # a day of work
    yield "DTSTART:20271231T090000|DTEND:20271231T160000", ["2027-12-31"], False
    yield "DTSTART:20271231T090000|DTEND:20271231T155900", [], True
    yield "DTSTART:20271230T130000|DTEND:20280101T000000", ["2027-12-31"], True  # the 30th from one o'clock on
    yield "DTSTART:20271231T190000|DTEND:20271231T220000", [], False  # an evening


@pytest.mark.parametrize(("hours", "days", "is_half"), _hours())
def test_a_day_counts_as_closed_when_most_of_its_working_hours_are(office, hours, days, is_half) -> None:
    loaded = loads(office, calendar(NEW_YEAR, f"{hours}|SUMMARY:Feast"))
    assert lists(office) == {"Geneva 2027": ["2027-01-01", *days]}
    assert any("is closed for a part of the day only (the event 'Feast')" in note for note in loaded.notes) is is_half


def test_a_cancelled_day_is_open_and_said(office: Office) -> None:
    loaded = loads(office, calendar(NEW_YEAR, "DTSTART;VALUE=DATE:20270104|STATUS:CANCELLED|SUMMARY:Feast"))
    assert lists(office) == {"Geneva 2027": ["2027-01-01"]}
    assert loaded.notes[0].endswith("closed.ics: the event 'Feast' is cancelled, and left out")


def test_a_day_on_a_weekend_is_kept_and_said(office: Office) -> None:
    sunday = calendar(NEW_YEAR, "DTSTART;VALUE=DATE:20270328|SUMMARY:Easter Sunday")
    [note] = loads(office, sunday).notes
    assert note.endswith("closed.ics: Sunday 2027-03-28 would be closed in Geneva without the list")
    assert "Friday 2027-01-01 would be closed in cairo" in " ".join(loads(office, sunday, "cairo").notes)
    assert lists(office)["Cairo 2027"] == lists(office)["Geneva 2027"] == ["2027-01-01", "2027-03-28"]


def test_a_list_is_corrected_whatever_the_case_of_its_place(office: Office) -> None:
    loads(office, calendar(NEW_YEAR))
    corrected = calendar(NEW_YEAR, "DTSTART;VALUE=DATE:20270104|SUMMARY:Feast")
    with pytest.raises(LoadRefused, match="it adds 2027-01-04; if it corrects the stored list, say so"):
        loads(office, corrected, "geneva")
    assert loads(office, corrected, "GENEVA", replace=True).sentence == "1 holiday list changed"
    assert lists(office) == {"Geneva 2027": ["2027-01-01", "2027-01-04"]}


def test_the_days_of_a_closure_that_lie_in_the_next_year_are_said_not_lost(office: Office) -> None:
    [note] = loads(office, calendar("DTSTART;VALUE=DATE:20271230|DTEND;VALUE=DATE:20280104|SUMMARY:Closure")).notes[:1]
    assert "2028-01-01, 2028-01-02, 2028-01-03: left out, for nothing else in the file is of that year" in note
    assert lists(office) == {"Geneva 2027": ["2027-12-30", "2027-12-31"]}


@pytest.mark.parametrize(("written", "kept"), [("Genève", "Geneva"), ("genf", "Geneva"), ("Yaoundé", "Yaounde")])
def test_a_place_is_one_in_any_language_and_with_its_accents(office: Office, written: str, kept: str) -> None:
    office.loads(f"holidays: [{{calendar: {written}, year: 2027, days: [2027-01-04]}}]")
    with reading(office.engine) as session:
        calendars = snapshots.calendars(session)
    [place] = parse(f"5 working days in {written} before x").places
    assert place == kept
    assert not calendars[place].is_working(date(2027, 1, 4))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;BYDAY=XX",
        "FREQ=HOURLY",
        "COUNT=2",
        "FREQ=YEARLY|RDATE;VALUE=DATE:20280101",
    ],
)
def test_a_rule_that_is_not_simple_is_refused(office: Office, rule: str) -> None:
    with pytest.raises(LoadRefused, match=r"repeats itself, and not simply every year|is no calendar"):
        loads(office, calendar(f"DTSTART;VALUE=DATE:20270801|RRULE:{rule}|SUMMARY:A day"))
    assert lists(office) == {}
