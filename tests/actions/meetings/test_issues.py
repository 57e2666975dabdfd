"""A meeting is set, and then issued: no byte of a public feed changes by setting; all of them change at one moment."""

import re
from functools import partial
from pathlib import Path

import pytest

from feeds import selected
from feeds.feed_cache import Shelf
from models.engine import reading
from models.meetings import MeetingStatus
from record.cycles import issues
from record.meetings import meetings
from record.refusals import IssuedWithMeeting, MeetingRefused, NothingToStop
from tests.beginnings import once
from tests.secretariat import HLPF, REVIEW, Desk, moment

DOCUMENTS, COUNCIL = "council-documents/2017", {"meeting": "council-17"}
FEEDS = ("everything", f"cycle/{DOCUMENTS}", "meetings/council", "body/council")
SET = {
    "moved": ("meeting/move", {"span": "2017-05-29/2017-06-08"}),
    "postponed": ("meeting/postpone", {"because": "no room"}),
    "cancelled": ("meeting/cancel", {"because": "no quorum"}),
    "held by correspondence": ("meeting/cancel", {"because": "no quorum", "instead": "vcc-17"}),
}

EARLIER_OF_TWO = """\
timelines:
  - cycle: two/2017
    title: Papers of two meetings
    anchors: {session: council-17, virtual: vcc-17}
    deadlines:
      - {step: papers, title: Papers, by: secretariat, to: council, force: rule, source: a rule,
         due: earlier of 4 weeks before virtual.opens and 2 weeks before session.opens}
"""


class Reader:
    """Whoever polls what is public."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.shelf = desk, Shelf(desk.engine, desk.settings)

    def reads(self, on: str) -> list[object]:
        """Return every public feed in each form, and the page of the cycle."""
        with reading(self.desk.engine) as session:
            page = selected.cycle(session, DOCUMENTS, now=moment(on))
        return [page, *(self.fetches(what, on, form) for what in FEEDS for form in ("ics", "json", "atom"))]

    def fetches(self, what: str, on: str, form: str = "ics") -> bytes:
        served = self.shelf.public("en", what, form, now=moment(on))
        assert served is not None
        return served.data

    def finds(self, title: str, on: str) -> dict[str, str]:
        """Return the properties of the entry with that in its title."""
        entries = self.fetches("everything", on).decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
        entry = next(entry for entry in entries if re.search(f"SUMMARY.*{title}", entry))
        return dict(re.findall(r"^([A-Z-]+)[^:\n]*:([^\r\n]*)", entry, re.MULTILINE))


@pytest.fixture
def council(desk: Desk) -> Desk:
    """Council-17 with its documents, whose dates by rule are issued."""
    once(desk.engine, desk.home, "council of actions/meetings/test_issues.py", partial(_council, desk))
    return desk


def _council(desk: Desk) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("vcc-17", "2017-06-12", "2017-06-16")
    desk.opens(DOCUMENTS, on="2017-02-01 09:00", council="council-17")
    desk.issues(on="2017-02-01 09:00", cycle=DOCUMENTS, by_circular=True)


@pytest.fixture
def reader(council: Desk) -> Reader:
    return Reader(council)


def sets(desk: Desk, how: str, *, on: str) -> None:
    act, what = SET[how]
    desk.performs(act, **COUNCIL, **what, on=on)


@pytest.mark.few(1, "the same with another change of a meeting")
@pytest.mark.parametrize("how", SET)
def test_no_byte_changes_before_it_is_issued_and_all_do_at_one_moment(council: Desk, reader: Reader, how: str) -> None:
    before = reader.reads("2017-02-20 09:00")
    uid = reader.finds("council-17", "2017-02-20 09:00")["UID"]
    sets(council, how, on="2017-02-20 10:00")  # a Monday
    assert reader.reads("2017-02-20 11:00") == before
    done = council.issues_meeting("council-17", on="2017-02-20 11:00")
    assert done.facts["effective"] == "2017-02-20T11:10:00+01:00"
    assert reader.reads("2017-02-20 11:09") == before == Reader(council).reads("2017-02-20 11:09")
    after = reader.reads("2017-02-20 11:10")
    assert [old == new for old, new in zip(before, after, strict=True)].count(True) == 0
    entry = reader.finds("council-17", "2017-02-20 11:10")
    assert (entry["UID"], entry["SEQUENCE"], entry["LAST-MODIFIED"]) == (uid, "1", "20170220T101000Z")


def test_what_hangs_from_a_moved_meeting_is_public_with_it(council: Desk, reader: Reader) -> None:
    sets(council, "moved", on="2017-02-20 10:00")
    assert reader.finds("contributions", "2017-02-20 10:30")["DTSTART"] == "20170501"
    done = council.issues_meeting("council-17", on="2017-02-20 11:00")
    assert done.facts["dates"] == {DOCUMENTS: ["preparatory-documents", "contributions"]}
    assert reader.finds("contributions", "2017-02-20 11:10")["DTSTART"] == "20170515"
    assert reader.finds("council-17", "2017-02-20 11:10")["DTSTART"] == "20170529"


def test_issued_on_a_saturday_it_is_public_on_monday_at_nine(council: Desk, reader: Reader) -> None:
    sets(council, "moved", on="2017-02-24 17:00")
    before = reader.reads("2017-02-25 10:00")
    council.issues_meeting("council-17", on="2017-02-25 10:00")
    assert reader.finds("council-17", "2017-02-27 08:59")["DTSTART"] == "20170515"
    assert reader.reads("2017-02-25 23:00") == before
    assert reader.finds("council-17", "2017-02-27 09:00")["DTSTART"] == "20170529"


def test_stopped_within_ten_minutes_nothing_changes(council: Desk, reader: Reader) -> None:
    sets(council, "held by correspondence", on="2017-02-20 10:00")
    before = reader.reads("2017-02-20 10:30")
    done = council.issues_meeting("council-17", on="2017-02-20 11:00")
    assert done.undo is not None
    council.performs("meeting/stop-issue", **COUNCIL, because="a slip", on="2017-02-20 11:09")
    assert reader.reads("2017-02-20 12:00") == before
    assert council.issues_meeting("council-17", on="2017-02-20 13:00").facts["meetings"] == ["council-17", "vcc-17"]
    with pytest.raises(MeetingRefused, match="nothing that was issued of council-17 waits"):
        council.performs("meeting/stop-issue", **COUNCIL, because="a slip", on="2017-02-20 13:10")
    assert reader.finds("contributions", "2017-02-20 13:10")["DTSTART"] == "20170529"


def test_dates_issued_with_a_meeting_are_not_stopped_without_it(council: Desk) -> None:
    sets(council, "moved", on="2017-02-20 10:00")
    council.issues_meeting("council-17", on="2017-02-20 11:00")
    with pytest.raises(NothingToStop, match="waits to become public"):
        council.performs("cycle/stop-issue", cycle=DOCUMENTS, because="a slip", on="2017-02-20 11:05")


def test_dates_that_hang_from_what_is_set_are_not_issued_without_it(council: Desk, reader: Reader) -> None:
    council.sets("draft-budget", "2017-03-28", on="2017-02-20 09:00", cycle=DOCUMENTS)
    sets(council, "moved", on="2017-02-20 10:00")
    with pytest.raises(IssuedWithMeeting, match="'contributions' depends on council-17"):
        council.issues("contributions", on="2017-02-20 11:00", cycle=DOCUMENTS)
    done = council.issues(on="2017-02-20 11:00", cycle=DOCUMENTS)
    assert done.facts["steps"] == ["draft-budget"]  # which was agreed, and hangs from nothing any more
    with reading(council.engine) as session:
        left = issues.unissued(session, [council.view("2017-02-20 12:00", DOCUMENTS)], moment("2017-02-20 12:00"))
    assert {(each.step, each.meeting) for some in left.values() for each in some} == {
        ("preparatory-documents", "council-17"), ("contributions", "council-17"),
    }  # fmt: skip
    assert reader.finds("contributions", "2017-02-20 12:00")["DTSTART"] == "20170501"


@pytest.mark.parametrize("moved", ["council-17", "vcc-17"])
def test_a_date_by_the_earlier_of_two_meetings_waits_for_either(council: Desk, tmp_path: Path, moved: str) -> None:
    (file := tmp_path / "papers.yaml").write_text(EARLIER_OF_TWO, encoding="utf-8")
    council.loads(file, on="2017-02-02 09:00")
    council.issues(on="2017-02-02 10:00", cycle="two/2017", by_circular=True)
    council.moves_meeting(moved, "2017-05-08", "2017-05-12", on="2017-02-20 10:00")
    with reading(council.engine) as session:
        waiting = issues.unissued(session, [council.view("2017-02-20 12:00", "two/2017")], moment("2017-02-20 12:00"))
    assert [(each.step, each.meeting) for some in waiting.values() for each in some] == [("papers", moved)]
    with pytest.raises(IssuedWithMeeting, match=f"'papers' depends on {moved}"):
        council.issues("papers", on="2017-02-20 12:00", cycle="two/2017")
    done = council.issues_meeting(moved, on="2017-02-20 12:00")
    assert "papers" in done.facts["dates"]["two/2017"]


def test_a_date_by_the_earlier_of_two_meetings_waits_for_both(council: Desk, tmp_path: Path) -> None:
    (file := tmp_path / "papers.yaml").write_text(EARLIER_OF_TWO, encoding="utf-8")
    council.loads(file, on="2017-02-02 09:00")
    council.issues(on="2017-02-02 10:00", cycle="two/2017", by_circular=True)
    council.moves_meeting("council-17", "2017-05-08", "2017-05-12", on="2017-02-20 10:00")
    council.moves_meeting("vcc-17", "2017-05-09", "2017-05-10", on="2017-02-20 10:30")
    done = council.issues_meeting("council-17", on="2017-02-20 12:00")
    assert "two/2017" not in done.facts["dates"]
    done = council.issues_meeting("vcc-17", on="2017-02-20 12:10")
    assert done.facts["dates"]["two/2017"] == ["papers"]


def test_moved_and_moved_back_there_is_nothing_to_issue_and_no_sequence_rises(council: Desk, reader: Reader) -> None:
    before = reader.reads("2017-02-20 09:00")
    sets(council, "moved", on="2017-02-20 10:00")
    council.moves_meeting("council-17", "2017-05-15", "2017-05-25", on="2017-02-20 11:00")
    with pytest.raises(MeetingRefused, match="members read council-17 as it is set"):
        council.issues_meeting("council-17", on="2017-02-20 12:00")
    assert reader.reads("2017-02-20 13:00") == before
    council.performs("meeting/hold", **COUNCIL, on="2017-05-26 09:00")
    assert reader.finds("council-17", "2017-05-26 10:00")["SUMMARY"] == "council-17"


@pytest.mark.both_databases("asks what is public by nested questions")
def test_what_was_held_instead_and_is_taken_back_waits_as_well(council: Desk, reader: Reader) -> None:
    act, what = SET["held by correspondence"]
    cancelled = council.performs(act, **COUNCIL, **what, on="2017-02-20 10:00")
    council.performs("meeting/take-back", line=cancelled.id, because="x", on="2017-02-20 10:30")
    before = reader.reads("2017-02-20 10:45")
    sets(council, "held by correspondence", on="2017-02-20 10:50")
    assert reader.reads("2017-02-20 10:55") == before
    done = council.issues_meeting("vcc-17", on="2017-02-20 11:00")  # either of the two issues both
    assert done.facts["meetings"] == ["vcc-17", "council-17"]
    assert reader.finds("council-17", "2017-02-20 11:10")["STATUS"] == "CANCELLED"
    assert reader.finds("contributions", "2017-02-20 11:10")["DTSTART"] == "20170529"
    assert reader.finds("vcc-17", "2017-02-20 11:10")["SEQUENCE"] == "0"  # it reads as before
    related = reader.finds("contributions", "2017-02-20 11:10")["RELATED-TO"]
    assert related == reader.finds("vcc-17", "2017-02-20 11:10")["UID"]


def test_a_cycle_opened_meanwhile_shows_no_date_of_the_set_meeting(desk: Desk) -> None:
    desk.schedules("un-17", "2017-04-28", "2017-04-28", body="hlpf")
    desk.moves_meeting("un-17", "2017-05-05", "2017-05-05", on="2017-02-09 08:00")
    desk.opens(HLPF, on="2017-02-09 09:00", un_deadline="un-17", review=REVIEW)
    shelf = Reader(desk)
    assert str(desk.view("2017-02-09 10:00")["submission"].due) == "2017-05-05"
    assert b"Submit the text" not in shelf.fetches("everything", "2017-02-09 10:00")
    desk.issues_meeting("un-17", on="2017-02-09 10:00")
    assert shelf.finds("Submit the text", "2017-02-09 10:10")["DTSTART"] == "20170505"
    desk.performs("meeting/postpone", meeting="un-17", because="x", on="2017-02-09 11:00")
    assert shelf.finds("Submit the text", "2017-02-09 12:00")["DTSTART"] == "20170505"


def test_what_a_file_says_of_a_meeting_is_public_at_once_unless_its_days_wait(desk: Desk, tmp_path: Path) -> None:
    def loads(title: str, status: str, *, on: str) -> None:
        file = tmp_path / "meetings.yaml"
        days = "opens: 2017-05-15, closes: 2017-05-25"
        file.write_text(
            "bodies: [{key: council, name: council}]\n"
            f"meetings: [{{body: council, key: c-17, title: {title}, {days}, status: {status}}}]\n",
            encoding="utf-8",
        )
        desk.loads(file, on=on)

    reader = Reader(desk)
    loads("Session", "planned", on="2017-02-20 08:00")
    assert reader.finds("Session", "2017-02-20 09:00")["STATUS"] == "TENTATIVE"
    desk.performs("meeting/confirm", meeting="c-17", on="2017-02-20 09:00")
    assert reader.finds("Session", "2017-02-20 10:00")["STATUS"] == "TENTATIVE"
    desk.issues_meeting("c-17", on="2017-02-20 10:00")
    assert reader.finds("Session", "2017-02-20 10:10")["STATUS"] == "CONFIRMED"
    loads("Session of 2017", "confirmed", on="2017-02-20 11:00")
    entry = reader.finds("Session of 2017", "2017-02-20 11:00")
    assert (entry["SEQUENCE"], entry["LAST-MODIFIED"]) == ("2", "20170220T100000Z")
    desk.moves_meeting("c-17", "2017-05-16", "2017-05-26", on="2017-02-20 12:00")
    loads("Session 17", "confirmed", on="2017-02-20 13:00")
    assert reader.finds("Session of 2017", "2017-02-20 14:00") == entry
    desk.issues_meeting("c-17", on="2017-02-20 14:00")
    assert reader.finds("Session 17", "2017-02-20 14:10")["DTSTART"] == "20170516"


def test_members_hear_of_it_when_it_is_public_and_not_before(council: Desk) -> None:
    council.issues("contributions", on="2017-02-02 09:00", cycle=DOCUMENTS)  # by letter
    members = council.at("2017-02-02 09:10", about="contributions")
    assert len(members) > 1
    sets(council, "postponed", on="2017-02-20 10:00")
    assert council.at("2017-02-20 10:30", about="contributions of Member") == []
    council.issues_meeting("council-17", on="2017-02-20 11:00")
    assert council.at("2017-02-20 11:09", about="Withdrawn") == []
    assert len(council.at("2017-02-20 11:10", about="Withdrawn")) == len(members)


def test_the_record_says_what_is_set_and_what_members_read(council: Desk) -> None:
    sets(council, "moved", on="2017-02-20 10:00")
    done = council.performs("meeting/postpone", **COUNCIL, because="x", on="2017-02-20 11:00")
    assert done.sentence == (
        "council-17 is postponed; members read 2017-05-15/2017-05-25, confirmed until an approver issues it"
    )
    assert [(each.name, each.arguments) for each in done.next] == [("meeting/issue", COUNCIL)]
    with reading(council.engine) as session:
        known = meetings.meeting(session, "council-17", now=moment("2017-02-20 12:00"))
    assert known.status is MeetingStatus.POSTPONED
