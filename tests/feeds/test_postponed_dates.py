"""What hangs from a postponed meeting: marked so on its old days, free and tentative, until the meeting was to open."""

import json
import re

import pytest

from calendars.feed_words import WORDS
from feeds.feed_cache import Shelf
from notifications.language import OFFICIAL, speak
from tests.secretariat import Desk, moment

DOCUMENTS, STEP, TITLE = "council-documents/2017", "contributions", "Submit the contributions of Member States"
SET, PUBLIC, LATER = "2017-02-20 09:00", "2017-02-20 09:10", "2017-02-21 10:00"


class Reader:
    """Whoever polls the public calendar of everything."""

    def __init__(self, desk: Desk) -> None:
        self.shelf = Shelf(desk.engine, desk.settings)

    def reads(self, on: str, what: str = "everything", form: str = "ics", language: str = "en") -> str:
        served = self.shelf.public(language, what, form, now=moment(on))
        assert served is not None
        return served.data.decode().replace("\r\n ", "").replace("\\,", ",")

    def entry(self, on: str, language: str = "en", what: str = "everything") -> dict[str, str] | None:
        """Return the words of the entry of the contributions; None if there is none."""
        title = re.escape(str(speak(language).title(TITLE)))
        text = self.reads(on, what, language=language)
        for entry in re.findall(r"BEGIN:V(?:EVENT|TODO)(.*?)END:V(?:EVENT|TODO)", text, re.DOTALL):
            if re.search(title, entry):
                return dict(re.findall(r"^([A-Z-]+)[^:\r\n]*:(.*?)\r?$", entry, re.MULTILINE))
        return None

    def json(self, on: str) -> dict[str, object]:
        entries = json.loads(self.reads(on, form="json"))["entries"]
        return next(each for each in entries if each.get("step") == STEP)


@pytest.fixture
def reader(desk: Desk) -> Reader:
    desk.schedules("council-17", "2017-05-15", "2017-05-25", body="council")
    desk.opens(DOCUMENTS, on="2017-02-13 09:00", council="council-17")
    desk.issues(on="2017-02-13 09:00", cycle=DOCUMENTS, by_circular=True)
    desk.postpones("council-17", on=SET)
    return Reader(desk)


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_it_is_marked_once_that_is_issued_and_says_that_its_date_is_to_be_confirmed(desk, reader, language):
    before = reader.entry(SET, language)
    assert before is not None
    desk.issues_meeting("council-17", on=SET)
    assert reader.entry("2017-02-20 09:09", language) == before
    entry, words = reader.entry(PUBLIC, language), WORDS[language]
    assert entry is not None
    assert entry["SUMMARY"].startswith(words.postponed)
    assert entry["DESCRIPTION"].startswith(words.new_date)
    assert (entry["STATUS"], entry["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert (entry["UID"], entry["DTSTART"], entry["DTEND"]) == (before["UID"], "20170501", "20170502")
    assert int(entry["SEQUENCE"]) > int(before["SEQUENCE"])
    assert speak(language).say("label", "closes") not in entry["DESCRIPTION"]


@pytest.mark.parametrize(("on", "is_there"), [("2017-05-15 23:59", True), ("2017-05-16 00:00", False)])
def test_it_is_gone_the_day_after_its_meeting_was_to_open(desk, reader, on, is_there):
    desk.issues_meeting("council-17", on=SET)
    assert (reader.entry(on) is not None) is is_there


@pytest.mark.both_databases("reads the last date that members read")
def test_with_new_days_it_is_as_ever_and_counts_the_change(desk, reader):
    desk.issues_meeting("council-17", on=SET)
    postponed = reader.entry(PUBLIC)
    desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on=LATER)
    assert reader.entry(LATER) == postponed
    desk.issues_meeting("council-17", on=LATER)
    entry = reader.entry("2017-02-21 10:10")
    assert entry is not None
    assert postponed is not None
    assert (entry["SUMMARY"], entry["STATUS"], entry["DTSTART"]) == (TITLE, "CONFIRMED", "20170515")
    assert int(entry["SEQUENCE"]) > int(postponed["SEQUENCE"])


def test_it_is_no_postponed_one_any_more_once_its_meeting_is_cancelled(desk, reader):
    desk.issues_meeting("council-17", on=SET)
    assert reader.entry(PUBLIC) is not None
    desk.calls_off("council-17", on=LATER)
    assert reader.entry(LATER) is not None
    desk.issues_meeting("council-17", on=LATER)
    assert reader.entry("2017-02-21 10:10") is None


def test_what_is_waived_meanwhile_is_not_shown(desk, reader):
    desk.issues_meeting("council-17", on=SET)
    assert reader.entry(PUBLIC) is not None
    desk.waives(STEP, on=LATER, cycle=DOCUMENTS)
    assert reader.entry(LATER) is None


def test_programs_read_that_it_is_postponed_and_has_no_hour(desk, reader):
    assert reader.json(SET)["status"] != "postponed"
    desk.issues_meeting("council-17", on=SET)
    entry = reader.json(PUBLIC)
    assert (entry["status"], entry["due"], entry["closes_at"], entry["basis"]) == (
        "postponed", "2017-05-01", None, "awaited",
    )  # fmt: skip


def test_as_a_task_it_is_still_to_be_done(desk, reader):
    desk.issues_meeting("council-17", on=SET)
    entry = reader.entry(PUBLIC, what="everything~tasks")
    assert entry is not None
    assert (entry["STATUS"], entry["SUMMARY"]) == ("NEEDS-ACTION", f"POSTPONED: {TITLE}")
