"""Feeds, pages and JSON say of a window with a draft when it opened; of one whose draft is late, that it waits."""

import json
import re

import pytest

from feeds.feed_cache import Shelf
from notifications.language import OFFICIAL, speak
from tests.secretariat import HLPF, Desk, moment, text_of
from tests.web.conftest import served
from tests.web.test_waiting_windows import waiting

FEED, COMMENTS = f"cycle/{HLPF}", "comments"


class Reader:
    """Whoever polls the public calendar of the cycle."""

    def __init__(self, desk: Desk) -> None:
        self.shelf = Shelf(desk.engine, desk.settings)

    def reads(self, on: str, form: str = "ics", language: str = "en") -> str:
        served_ = self.shelf.public(language, FEED, form, now=moment(on))
        assert served_ is not None
        return served_.data.decode().replace("\r\n ", "").replace("\\,", ",")

    def entry(self, on: str, language: str = "en") -> dict[str, str]:
        """Return the words of the entry of the window of comments."""
        said = re.escape(speak(language).title("Comment on the revised draft"))
        (entry,) = [
            each for each in self.reads(on, language=language).split("BEGIN:VEVENT")[1:] if re.search(said, each)
        ]
        return dict(re.findall(r"^([A-Z]+)[^:\r\n]*:(.*?)\r?$", entry, re.MULTILINE))

    def days(self, on: str) -> tuple[str, str]:
        entry = self.entry(on)
        return entry["DTSTART"], entry["DTEND"]

    def json(self, on: str) -> tuple[str | None, bool]:
        (entry,) = [each for each in json.loads(self.reads(on, "json"))["entries"] if each.get("step") == COMMENTS]
        return entry["opens"], entry["awaits_draft"]


@pytest.fixture
def reader(desk: Desk) -> Reader:
    desk.opens_on_drafts()
    return Reader(desk)


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_while_the_draft_is_not_there_the_entry_says_that_the_window_waits(desk, reader, language):
    words = speak(language).say("label", "with_draft")
    assert words in reader.entry("2017-02-20", language)["DESCRIPTION"]
    assert words in reader.entry("2017-02-27", language)["DESCRIPTION"]
    desk.meets("revised-draft", on="2017-02-27 15:00")
    assert words not in reader.entry("2017-02-27 15:00", language)["DESCRIPTION"]


@pytest.mark.proof_on_postgresql("a CPU second; feeds are read of the same rows on both")
@pytest.mark.both_databases("reads what a window waits for in one query")
def test_a_late_draft_leaves_the_close_alone_until_it_is_there(desk, reader):
    planned, alone = ("20170224", "20170311"), ("20170310", "20170311")
    assert (reader.days("2017-02-24 23:59"), reader.json("2017-02-24 23:59")) == (planned, ("2017-02-24", True))
    assert (reader.days("2017-02-25 00:00"), reader.json("2017-02-25 00:00")) == (alone, (None, True))
    assert Reader(desk).days("2017-02-25 00:00") == alone
    desk.meets("revised-draft", on="2017-02-27 15:00")
    assert reader.days("2017-02-27 15:00") == ("20170227", "20170311")
    assert Reader(desk).json("2017-02-27 15:00") == ("2017-02-27", False)
    desk.reopens("revised-draft", on="2017-02-28 10:00")
    assert (reader.days("2017-02-28 10:00"), reader.json("2017-02-28 10:00")) == (alone, (None, True))


@pytest.mark.parametrize(
    ("met", "first"),
    [
        ("2017-02-20 08:00", "20170220"),  # early
        ("2017-02-23 17:00", "20170223"),
        ("2017-02-24 08:00", "20170224"),
        ("2017-03-10 15:00", "20170310"),  # on the day of the close
    ],
)
def test_an_entry_begins_when_its_window_opened_and_counts_the_change(desk, reader, met, first):
    sequence = int(reader.entry("2017-02-19")["SEQUENCE"])
    desk.meets("revised-draft", on=met)
    assert reader.days(met) == (first, "20170311")
    assert int(reader.entry(met)["SEQUENCE"]) == sequence + 1


def test_a_draft_that_is_not_required_leaves_the_planned_day(desk, reader):
    desk.waives("revised-draft", on="2017-02-20")
    assert reader.days("2017-02-20") == ("20170224", "20170311")
    assert reader.json("2017-03-01") == ("2017-02-24", False)


def test_a_window_is_told_to_wait_though_its_draft_was_never_issued(desk):
    desk.opens()
    desk.agrees(COMMENTS, "2017-03-10", on="2017-02-09")
    assert Reader(desk).json("2017-02-27") == (None, True)
    assert waiting(desk, "2017-02-27") == 1


def test_the_page_shows_the_close_alone_while_the_draft_is_late(desk, reader):
    def shows(on: str) -> str:
        with served(desk.engine, desk.settings, moment(on)) as server:
            text = server.ask(f"/cycles/{HLPF}").body.decode()
        return re.search(rf'id="{COMMENTS}".*?<time[^>]*>([^<]*)', text, re.DOTALL)[1]

    assert shows("2017-02-20") == "Friday 24 February to Friday 10 March 2017"
    assert shows("2017-02-27") == "Friday 10 March 2017"
    desk.meets("revised-draft", on="2017-02-27 15:00")
    assert shows("2017-02-27 15:01") == "Monday 27 February to Friday 10 March 2017"


def test_a_letter_about_a_later_close_says_open_only_of_an_open_window(desk, reader):
    desk.allows("hlpf-contribution", "change", on="2017-02-10")
    desk.turn("2017-02-10 09:10")
    desk.agrees(COMMENTS, "2017-03-13", on="2017-02-27 10:00")
    said = [line for line in desk.at("2017-02-27 10:30", about=COMMENTS[:7].title()) if "state.example" in line]
    assert said
    assert not [line for line in said if "open" in line.lower() or "Extended" in line]
    text = text_of([mail.data for mail in desk.sink.mails if "state.example" in mail.recipient][-1])
    assert "when the draft is posted" in text
    assert "24 February" not in text.partition("Where this stands")[0]
