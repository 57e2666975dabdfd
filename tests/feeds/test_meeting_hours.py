"""The hours of a meeting: set with its days, read once they are issued, and never invented."""

import json
from pathlib import Path

import jsonschema
import pytest

from feeds.feed_cache import Shelf
from kernel.file_arguments import Pasted
from notifications.language import OFFICIAL, speak
from record.refusals import LoadRefused
from tests.calendars.parsers import faults
from tests.secretariat import Desk, moment

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schedule.schema.json").read_text())
FILE = """\
bodies: [{key: cwg, name: The Group}]
meetings:
  - {body: cwg, key: cwg-30, title: Thirtieth, opens: 2017-02-07, closes: 2017-02-08, place: Geneva, hours: 9:30-17:30}
  - {body: cwg, key: cwg-31, title: Opens at ten, opens: 2017-09-19, hours: from 10:00 America/New_York,
     place: New York}
  - {body: cwg, key: cwg-32, title: No hour, opens: 2017-11-07, closes: 2017-11-08}
"""
ON, READ = "2017-01-10 09:00", "2017-01-10 09:10"


class Reader:
    """Whoever polls the public calendar of meetings."""

    def __init__(self, desk: Desk) -> None:
        self.shelf = Shelf(desk.engine, desk.settings)

    def reads(self, on: str, form: str = "ics", language: str = "en", what: str = "meetings/cwg") -> str:
        served = self.shelf.public(language, what, form, now=moment(on))
        assert served is not None
        return served.data.decode().replace("\r\n ", "").replace("\\,", ",")

    def entry(self, title: str, on: str = ON, **how: str) -> str:
        return next(part for part in self.reads(on, **how).split("BEGIN:VEVENT") if title in part)

    def json(self, title: str, on: str = ON) -> dict[str, object]:
        facts = json.loads(self.reads(on, "json"))
        jsonschema.validate(facts, SCHEMA)
        return next(each for each in facts["entries"] if each["title"] == title)


def loads(desk: Desk, text: str = FILE, on: str = "2017-01-09"):
    return desk.performs("file/load", files=[Pasted("meetings.yaml", text)], on=on)


@pytest.fixture
def reader(desk: Desk) -> Reader:
    loads(desk)
    return Reader(desk)


def test_an_entry_stands_between_its_hours_where_both_are_known(reader):
    entry = reader.entry("Thirtieth")
    assert "DTSTART:20170207T083000Z\r\nDTEND:20170208T163000Z" in entry
    assert "Begins: Tuesday 7 February 2017, 09:30 Geneva time\\nEnds: Wednesday 8 February 2017, 17:30 Geneva" in entry
    assert "DTSTART:20170206T083000Z" not in entry
    assert "TRIGGER:-P1D" in reader.entry("Thirtieth", what="meetings/cwg~alarms")
    facts = reader.json("Thirtieth")
    assert (facts["opens_at"], facts["closes_at"]) == ("2017-02-07T08:30:00Z", "2017-02-08T16:30:00Z")


def test_with_one_hour_it_is_a_row_of_days_that_says_it_there_and_in_geneva(reader):
    entry = reader.entry("Opens at ten")
    assert "DTSTART;VALUE=DATE:20170919" in entry
    assert "Begins: Tuesday 19 September 2017, 10:00 New York time (16:00 in Geneva)" in entry
    assert "Ends:" not in entry
    assert (reader.json("Opens at ten")["opens_at"], reader.json("Opens at ten")["closes_at"]) == (
        "2017-09-19T14:00:00Z", None,
    )  # fmt: skip


def test_no_hour_is_invented(reader):
    entry = reader.entry("No hour")
    assert "DTSTART;VALUE=DATE:20171107\r\nDTEND;VALUE=DATE:20171109" in entry
    assert "Begins" not in entry
    assert reader.json("No hour")["opens_at"] is None


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_they_are_said_in_each_language(reader, language):
    words = speak(language)
    for key in ("begins", "ends"):
        assert words.say("label", key) in reader.entry("Thirtieth", language=language)
    assert words.say("date", "home") in reader.entry("Thirtieth", language=language)
    assert faults(reader.shelf.public(language, "meetings/cwg", "ics", now=moment(ON)).data) == []


def test_members_read_hours_once_they_are_issued(desk, reader):
    before = reader.reads(ON)
    done = desk.performs("meeting/move", meeting="cwg-32", span="2017-11-07/2017-11-08", hours="10:00-17:30", on=ON)
    assert done.sentence.startswith(
        "cwg-32 is on 2017-11-07/2017-11-08, 10:00-17:30; members read 2017-11-07/2017-11-08"
    )
    assert reader.reads(READ) == before
    desk.issues_meeting("cwg-32", on=ON)
    entry = reader.entry("No hour", READ)
    assert "DTSTART:20171107T090000Z" in entry
    assert "SEQUENCE:1" in entry
    again = desk.performs("meeting/move", meeting="cwg-32", span="2017-11-07/2017-11-08", hours="10:00-17:30", on=READ)
    assert again.is_nothing
    assert desk.performs("meeting/move", meeting="cwg-32", span="2017-11-07/2017-11-08", on=READ).is_nothing


def test_new_days_have_no_hours_until_somebody_says_them(desk, reader):
    done = desk.performs("meeting/move", meeting="cwg-30", span="2017-02-14/2017-02-15", on=ON)
    assert "its hours, 09:30-17:30, were those of the old days; nobody has said any of the new ones" in done.notes
    desk.performs("meeting/take-back", line=done.undo.arguments["line"], because="a slip", on=ON)
    assert "DTSTART:20170207T083000Z" in reader.entry("Thirtieth", READ)
    desk.performs("meeting/move", meeting="cwg-30", span="2017-02-14/2017-02-15", on=ON)
    desk.issues_meeting("cwg-30", on=ON)
    assert "DTSTART;VALUE=DATE:20170214" in reader.entry("Thirtieth", READ)


def test_a_postponed_meeting_has_no_hour_and_a_cancelled_one_none_either(desk, reader):
    desk.performs("meeting/postpone", meeting="cwg-30", because="x", on=ON)
    desk.performs("meeting/cancel", meeting="cwg-31", because="x", on=ON)
    for key in ("cwg-30", "cwg-31"):
        desk.issues_meeting(key, on=ON)
    for title in ("Thirtieth", "Opens at ten"):
        assert "Begins" not in reader.entry(title, READ)
        assert "VALUE=DATE" in reader.entry(title, READ)


def test_hours_that_hold_no_longer_are_unknown(desk, reader):
    desk.performs("meeting/move", meeting="cwg-30", span="2017-02-07/2017-02-08", hours="unknown", on=ON)
    desk.issues_meeting("cwg-30", on=ON)
    assert "Begins" not in reader.entry("Thirtieth", READ)


def test_a_later_list_brings_hours_but_changes_none(desk, reader):
    assert loads(desk, on=ON).is_nothing
    more = FILE.replace("closes: 2017-11-08}", "closes: 2017-11-08, hours: 10:00-13:00}")
    loads(desk, more, on=ON)
    assert "DTSTART:20171107T090000Z" in reader.entry("No hour", ON)
    with pytest.raises(LoadRefused, match="the hours of cwg-30 are 09:30-17:30, the file says 10:00-17:30"):
        loads(desk, more.replace("9:30-17:30", "10:00-17:30"), on=ON)
    desk.performs("meeting/move", meeting="cwg-30", span="2017-02-07/2017-02-08", hours="10:00-17:30", on=ON)
    assert any("cwg-30 are 10:00-17:30 since" in note for note in loads(desk, more, on=READ).notes)
    with pytest.raises(LoadRefused, match="end before they begin"):
        loads(desk, more.replace("10:00-13:00", "10:00-9:00").replace("closes: 2017-11-08, ", ""), on=READ)


def test_the_page_says_them_and_adds_them_to_calendars(desk, reader):
    from feeds import selected
    from feeds.selected import Wanted
    from feeds.selection import parse
    from models.engine import reading
    from web.subscribe_links import coming

    with reading(desk.engine) as session:
        chosen = selected.choose(session, Wanted(parse("meetings/cwg"), "en"), now=moment(ON))
    row, other, plain = coming(chosen, "en", now=moment(ON))
    assert row.when == (
        "Begins: Tuesday 7 February 2017, 09:30 Geneva time · Ends: Wednesday 8 February 2017, 17:30 Geneva time"
    )
    assert other.when == "Begins: Tuesday 19 September 2017, 10:00 New York time (16:00 in Geneva)"
    assert plain.when == "7 to 8 November 2017"
    assert "dates=20170207T083000Z%2F20170208T163000Z" in row.google
    assert "startdt=2017-02-07T08%3A30%3A00Z" in row.outlook
