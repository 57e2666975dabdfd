"""Meetings from files: their history, their ties, their agenda; and holidays and meetings from calendar files."""

import pytest
from sqlalchemy import select

from cli import remedy_words
from kernel.runner import do
from loading import load, read
from loading.ical_reader import Meant
from models.bodies import HolidayList
from models.engine import reading, writing
from models.meetings import Meeting
from record.meetings import meetings
from record.refusals import LoadRefused
from tests.loading.office import NOW, OFFICER, Office

COUNCIL = """
bodies: [{key: council, name: The Council, aliases: [C]}]
meetings:
  - {body: council, key: council-20, title: Council 2020, opens: 2020-06-09, closes: 2020-06-19, status: planned}
  - {body: council, key: c20-vcc-1, title: Virtual consultation, opens: 2020-06-09, closes: 2020-06-12,
     replaces: council-20}
  - {body: council, key: council-26, title: Council 2026, opens: 2026-04-28, closes: 2026-05-08,
     agenda: [{number: PL 1, title: Opening, on: 2026-04-28}, {number: PL 2, title: Budget}]}
  - {body: council, key: council-26-last, title: Last meeting, opens: 2026-11-07, place: Doha,
     same-session-as: council-26}
"""
HOLIDAYS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//circular//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20270102\r
SUMMARY:Year end\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART;VALUE=DATE:20260403\r
SUMMARY:Good Friday\r
END:VEVENT\r
END:VCALENDAR\r
"""
MEETING = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//desk//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART:20170207T083000Z\r
DTEND:20170208T163000Z\r
SUMMARY:30th meeting of CWG-WSIS&SDG\r
STATUS:CONFIRMED\r
LOCATION:Geneva\r
END:VEVENT\r
END:VCALENDAR\r
"""


def loads(office: Office, data: bytes, **meant: str):
    with writing(office.engine) as session:
        file = office.file(data, "meant.ics")
        return load(session, [file], office.chains, meant=Meant(**meant), now=NOW, by=OFFICER)


def listed(office: Office):
    with reading(office.engine) as session:
        return {meeting.key: meeting for meeting in meetings.listed(session, now=NOW)}


def test_meetings_come_with_their_ties_and_their_agenda(office: Office) -> None:
    office.loads(COUNCIL)
    assert str(office.loads(COUNCIL)) == "5 unchanged"
    meetings = listed(office)
    assert (meetings["c20-vcc-1"].relation, meetings["c20-vcc-1"].related) == ("replaces", "council-20")
    assert meetings["council-26-last"].relation == "same-session-as"
    assert [(item.number, str(item.on)) for item in meetings["council-26"].agenda] == [
        ("PL 1", "2026-04-28"), ("PL 2", "None"),
    ]  # fmt: skip
    assert [state.act for state in meetings["council-20"].history] == ["file/load"]


def test_a_file_brings_a_status_on_but_calls_nothing_off(office: Office) -> None:
    office.loads(COUNCIL)
    assert "1 meeting changed" in str(office.loads(COUNCIL.replace("status: planned", "status: confirmed")))
    assert "still says planned" in str(office.loads(COUNCIL))
    with pytest.raises(LoadRefused) as refusal:
        office.loads(COUNCIL.replace("status: planned", "status: cancelled"))
    assert "council meeting cancel council-20" in remedy_words.refusal(refusal.value)


def test_a_new_day_on_the_agenda_is_news(office: Office) -> None:
    office.loads(COUNCIL)
    assert "1 meeting changed" in str(office.loads(COUNCIL.replace("title: Budget}", "title: Budget, on: 2026-05-04}")))
    with pytest.raises(LoadRefused, match="is no day of council-26"):
        office.loads(COUNCIL.replace("title: Budget}", "title: Budget, on: 2026-06-04}"))


def test_holidays_from_a_calendar_file_make_a_list_only_of_years_in_which_one_begins(office: Office) -> None:
    assert loads(office, HOLIDAYS, calendar="Geneva").sentence == "1 holiday list added"
    assert loads(office, HOLIDAYS, calendar="Geneva").sentence == "1 unchanged"
    with reading(office.engine) as session:
        rows = {row.year: row.days for row in session.scalars(select(HolidayList))}
    assert list(rows) == [2026]
    assert rows[2026][:2] == ["2026-04-03", "2026-12-24"]
    assert rows[2026][-1] == "2026-12-31"


def test_meetings_from_a_calendar_file(office: Office) -> None:
    office.loads("bodies: [{key: cwg-wsis-sdg, name: The Group, aliases: [CWG-WSIS]}]")
    assert str(loads(office, MEETING, body="CWG-WSIS")) == "1 meeting added"
    assert str(loads(office, MEETING, body="CWG-WSIS")) == "1 unchanged"
    meeting = listed(office)["30th-meeting-of-cwg-wsis-sdg"]
    assert (str(meeting.opens), str(meeting.closes), meeting.place, meeting.status) == (
        "2017-02-07", "2017-02-08", "Geneva", "confirmed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "meant", "sentence"),
    [
        (HOLIDAYS, {}, "does not say what it holds; name the duty station"),
        (HOLIDAYS, {"calendar": "Geneva", "body": "C"}, "one of the two"),
        (MEETING.replace(b"20170207T08", b"20170208T15"), {"calendar": "Geneva"}, "it holds no closed day"),
        (MEETING.replace(b"UID:1", b"UID:1\r\nRRULE:FREQ=YEARLY"), {"body": "C"}, "repeats itself; write each of its"),
        (b"nonsense", {"calendar": "Geneva"}, "is no calendar"),
        (b"\xff\xfe\x00", {"calendar": "Geneva"}, "is no calendar"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", {"calendar": "Geneva"}, "holds no event"),
        (HOLIDAYS.replace(b"UID:2", b"UID:2\r\nRRULE:FREQ=WEEKLY"), {"calendar": "Geneva"}, "not simply every year"),
        (HOLIDAYS.replace(b"DTSTART;VALUE=DATE:20260403\r\n", b""), {"calendar": "Geneva"}, "no first and last day"),
        (HOLIDAYS.replace(b"20270102", b"20261220"), {"calendar": "Geneva"}, "correct its days"),
        (HOLIDAYS.replace(b"20270102", b"99991231"), {"calendar": "Geneva"}, "correct its days"),
        (HOLIDAYS.replace(b"20261224", b"notaday"), {"calendar": "Geneva"}, "no first and last day"),
        (HOLIDAYS, {"calendar": "bonn!"}, "is not a duty station"),
    ],
)
def test_a_calendar_file_made_wrong_is_one_sentence_and_nothing_stored(office, data, meant, sentence) -> None:
    before = office.rows()
    with pytest.raises(LoadRefused) as refused:
        loads(office, data, **meant)
    assert sentence in str(refused.value)
    assert "meant.ics" in str(refused.value)
    assert office.rows() == before


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("replaces: council-20", "replaces: council-99", "no other meeting 'council-99'"),
        ("replaces: council-20", "replaces: c20-vcc-1", "no other meeting 'c20-vcc-1'"),
        ("replaces: council-20", "replaces: council-20, additional-to: council-20", "in one way"),
        ("number: PL 1,", "", "`number` is missing"),
    ],
)
def test_a_tie_that_holds_nothing_is_refused(office, old, new, sentence) -> None:
    before = office.rows()
    with pytest.raises(LoadRefused, match=sentence):
        office.loads(COUNCIL.replace(old, new))
    assert office.rows() == before


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\ud83d\ude00 \ud81a\udc00\ud81a\udc00", "😀 𖠀𖠀"),
        (r"a folder: C:\\ud83d\\ude00", r"a folder: C:\ud83d\ude00"),  # no escape: its backslash is one
    ],
)
def test_what_a_program_wrote_as_json_reads_as_it_was_meant(office: Office, written: str, read: str) -> None:
    of = '"body": "council", "key": "council-30", "opens": "2030-06-04", "closes": "2030-06-14"'
    office.loads(COUNCIL)
    office.loads(f'{{"meetings": [{{{of}, "title": "{written}"}}]}}')
    assert listed(office)["council-30"].title == read


@pytest.mark.parametrize("meant", [{"calendar": "Geneva"}, {"body": "CWG-WSIS"}])
def test_what_a_calendar_file_holds_is_refused_where_there_is_none(office: Office, meant: dict[str, str]) -> None:
    bodies = office.file("bodies: [{key: cwg-wsis-sdg, name: The Group, aliases: [CWG-WSIS]}]", "bodies.yaml")
    with pytest.raises(LoadRefused, match=r"bodies.yaml: .* no .ics file is among them; leave that out, or give the"):
        read([bodies], meant=Meant(**meant))
    calendar = office.file(HOLIDAYS.decode(), "holidays.ICS")
    assert len(read([bodies, calendar], meant=Meant(calendar="Geneva")).entries.holidays) == 1


HOURS = """
bodies: [{key: council, name: The Council}]
meetings:
  - {body: council, key: council-27, title: Council 2027, opens: 2027-06-08, place: Geneva, hours: 9:30-17:30}
"""


def now_has(office: Office, hours: str, key: str = "council-27") -> Meeting:
    with writing(office.engine) as session:
        do(session, "meeting/move", meeting=key, span="2027-06-08", hours=hours, now=NOW, by=OFFICER)
    return meeting(office, key)


def meeting(office: Office, key: str = "council-27") -> Meeting:
    with reading(office.engine) as session:
        return session.scalars(select(Meeting).where(Meeting.key == key)).one()


def test_hours_that_hold_no_longer_are_not_brought_back_by_the_nightly_file(office: Office) -> None:
    office.loads(HOURS)
    assert now_has(office, "unknown").hours is None
    assert "the hours of council-27 are unknown since" in office.loads(HOURS).notes[0]
    assert meeting(office).hours is None
    office.loads(HOURS.replace("9:30-17:30", "10:00-17:30"))
    assert meeting(office).hours == "10:00-17:30", "the file says something new"


def test_a_file_brings_no_place_whose_clock_the_hours_do_not_name(office: Office) -> None:
    plain = HOURS.replace(", hours: 9:30-17:30", "")
    office.loads(plain)
    now_has(office, "10:00-17:30")
    elsewhere = plain.replace("Geneva", "New York")
    with pytest.raises(LoadRefused, match=r"the hours of council-27: .* in 'New York'"):
        office.loads(elsewhere)
    assert meeting(office).place == "Geneva"
    now_has(office, "10:00-17:30 America/New_York")
    office.loads(elsewhere)
    assert meeting(office).place == "New York"
