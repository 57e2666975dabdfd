"""Set and issued: a public feed changes when an issue takes effect, and keeps what was issued until the next one."""

import re

import pytest

from feeds.feed_cache import Shelf
from record.refusals import NothingToIssue, NothingToStop
from tests.secretariat import AGREED, Desk, moment

FEED = "cycle/hlpf-contribution/2017"


class Reader:
    """Whoever polls the public feed of the cycle."""

    def __init__(self, desk: Desk) -> None:
        self.shelf = Shelf(desk.engine, desk.settings)

    def reads(self, on: str) -> bytes:
        served = self.shelf.public("en", FEED, "ics", now=moment(on))
        assert served is not None
        return served.data

    def finds(self, on: str, step: str = "Comment on the revised draft") -> tuple[str, int, str] | None:
        """Return the UID, the sequence and the first day of a step's entry."""
        for entry in self.reads(on).decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
            if step in entry:
                words = dict(re.findall(r"^(UID|SEQUENCE|DTEND)[^:\n]*:(\S+)", entry, re.MULTILINE))
                return words["UID"], int(words["SEQUENCE"]), words["DTEND"]
        return None


@pytest.fixture
def reader(desk: Desk) -> Reader:
    desk.opens()
    for step, due in AGREED.items():
        desk.sets(step, due, on="2017-02-09")
    return Reader(desk)


def test_a_date_that_is_set_is_in_no_public_feed_before_it_is_issued(desk, reader):
    before = reader.reads("2017-02-10 09:00")
    assert b"Comment on" not in before
    desk.issues("comments", on="2017-02-10 09:00")  # a Friday
    assert reader.reads("2017-02-10 09:09") == before
    assert reader.finds("2017-02-10 09:10")[2] == "20170311"
    assert Reader(desk).reads("2017-02-10 09:09") == before  # also in a process that begins then
    assert reader.finds("2017-02-10 09:10", "final draft") is None


def test_until_a_later_date_is_issued_members_keep_seeing_what_was(desk, reader):
    desk.issues(on="2017-02-10 09:00")
    before, (uid, sequence, _) = reader.reads("2017-02-10 10:00"), reader.finds("2017-02-10 10:00")
    desk.sets("comments", "2017-03-17", on="2017-02-10 11:00")
    assert reader.reads("2017-02-10 12:00") == before
    desk.issues(on="2017-02-10 14:00")
    assert reader.reads("2017-02-10 14:09") == before
    now_uid, now_sequence, day = reader.finds("2017-02-10 14:10")
    assert (now_uid, day) == (uid, "20170318")
    assert now_sequence > sequence


def test_the_same_date_set_again_changes_no_byte_and_is_nothing_to_issue(desk, reader):
    desk.issues(on="2017-02-10 09:00")
    before = reader.reads("2017-02-10 10:00")
    desk.sets("comments", "2017-03-17", on="2017-02-10 11:00")
    desk.sets("comments", "2017-03-10", on="2017-02-10 11:01")
    with pytest.raises(NothingToIssue):
        desk.issues(on="2017-02-10 12:00")
    assert reader.reads("2017-02-10 12:30") == before


@pytest.mark.parametrize(("last", "public"), [("2017-03-10", None), ("2017-03-20", "20170321")])
def test_what_is_replaced_before_it_is_public_is_read_by_nobody(desk, reader, last, public):
    desk.issues(on="2017-02-10 09:00")
    before = reader.reads("2017-02-10 10:00")
    desk.sets("comments", "2017-03-17", on="2017-02-10 11:00")
    desk.issues(on="2017-02-10 11:01")
    desk.sets("comments", last, on="2017-02-10 11:03")
    desk.issues(on="2017-02-10 11:04")
    assert reader.reads("2017-02-10 11:12") == before
    assert reader.finds("2017-02-10 11:14")[2] == (public or "20170311")
    assert (reader.reads("2017-02-10 12:00") == before) is (public is None)


@pytest.mark.parametrize(
    ("approved", "before", "public"),
    [
        ("2017-02-10 08:49", "2017-02-10 08:59", "2017-02-10 09:00"),  # a Friday
        ("2017-02-10 08:51", "2017-02-10 09:00", "2017-02-10 09:01"),
        ("2017-02-10 17:35", "2017-02-10 17:44", "2017-02-10 17:45"),
        ("2017-02-10 17:36", "2017-02-10 18:00", "2017-02-13 09:00"),  # no round comes after 17:46 and before 18:00
        ("2017-02-10 17:50", "2017-02-10 18:00", "2017-02-13 09:00"),  # 18:00 is no working hour
        ("2017-02-11 12:00", "2017-02-13 08:59", "2017-02-13 09:00"),
    ],
)
def test_an_issue_takes_effect_in_the_working_hours_of_geneva(desk, reader, approved, before, public):
    desk.issues("comments", on=approved)
    assert reader.finds(before) is None
    assert reader.finds(public) is not None


@pytest.mark.parametrize("approved", ["17:34", "17:35", "17:36", "17:49", "17:50", "18:01"])
def test_page_and_letter_tell_it_on_the_same_day(desk, reader, approved):
    desk.allows("hlpf-contribution", "announcement", on="2017-02-10 09:00")
    desk.issues("comments", on=f"2017-02-10 {approved}")
    for on in ("2017-02-10 17:45", "2017-02-10 18:00", "2017-02-13 08:45", "2017-02-13 09:00"):
        is_told, is_public = bool(desk.at(on, about="Date set")), reader.finds(on) is not None
        assert is_told is is_public, on
        if is_told:
            return
    pytest.fail("nobody was told")


def test_what_was_issued_can_be_stopped_until_it_takes_effect(desk, reader):
    of = {"cycle": "hlpf-contribution/2017", "because": "a slip"}
    desk.issues("comments", on="2017-02-10 09:00")
    desk.performs("cycle/stop-issue", **of, on="2017-02-10 09:09")
    assert reader.finds("2017-02-10 12:00") is None
    desk.issues("comments", on="2017-02-10 13:00")
    with pytest.raises(NothingToStop):
        desk.performs("cycle/stop-issue", **of, on="2017-02-10 13:10")
    assert reader.finds("2017-02-10 13:10") is not None


def test_what_is_met_shows_at_once(desk, reader):
    desk.issues(on="2017-02-10 09:00")
    _, sequence, _ = reader.finds("2017-02-10 10:00", "Post the revised draft")
    desk.meets("revised-draft", on="2017-02-10 11:00")
    assert reader.finds("2017-02-10 11:00", "Post the revised draft")[1] == sequence + 1


def test_staff_see_in_their_own_calendars_what_is_set(desk, reader):
    token = desk.subscribes("focal@itu.example", on="2017-02-10 09:00")
    served = reader.shelf.private(token, "ics", now=moment("2017-02-10 09:01"))
    assert b"Comment on the revised draft" in served.data
