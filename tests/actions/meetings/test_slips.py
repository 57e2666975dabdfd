"""Slips of a hurried officer: days that contradict each other, a symbol given twice, a meeting that is off."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kernel.done import Done
from kernel.runner import do
from models.engine import reading
from readings import session_file as session_reading
from record.meetings import meetings
from record.refusals import ExpectedRefused, MeetingRefused, NotHeldAtAll
from tests.actions.meetings.test_expected_documents import file_of
from tests.beginnings import told_once
from tests.secretariat import Desk, moment

REPORT = "council-17/report"


@pytest.fixture
@told_once
def council(desk: Desk) -> Desk:
    """Council-17 and the one after it, with a report that is expected, and two organizations."""
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("council-18", "2018-04-17", "2018-04-27")
    desk.opens("council-documents/2017", on="2017-01-10", council="council-17")
    (desk.home / "state.yaml").write_text("memberships: [{kind: member-state, from: 2015-01-01, members: [Peru]}]\n")
    desk.loads(desk.home / "state.yaml", on="2017-01-10")
    does(desk, "document/expect", "2017-01-11", expected=REPORT, title="Report", unit="itu-d", submit_by="2017-03-01")
    return desk


def does(desk: Desk, act: str, at: str, **arguments: Any) -> Done:
    with desk.acting() as session:
        return do(session, act, **arguments, now=moment(at), by="Anna")


def comes(desk: Desk, symbol: str, whose: str = "Peru", at: str = "2017-05-02") -> Done:
    return does(desk, "contribution/receive", at, meeting="council-17", document=symbol, organization=whose)


def before(desk: Desk, meeting: str = "council-17") -> list[str]:
    with reading(desk.engine) as session:
        return [paper.symbol for paper in meetings.meeting(session, meeting, now=moment("2017-06-01")).papers]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"submit_by": "2017-04-16", "post_by": "2017-04-15"}, ["after the day on which it is to be posted"]),
        ({"submit_by": "2017-04-15", "post_by": "2017-04-15"}, []),
        ({"submit_by": "2017-04-16", "post_by": "secretariat-documents"}, ["is to be posted, 2017-04-15"]),
        ({"submit_by": "2017-05-15"}, ["when the session has opened (2017-05-15)"]),
        ({"submit_by": "2017-05-14"}, []),
        ({"submit_by": "2017-02-01"}, ["2017-02-01, is over: it counts as late"]),
        ({"submit_by": "2017-02-02"}, []),
    ],
)
def test_days_that_contradict_each_other_are_said(council: Desk, days: dict[str, str], says: Sequence[str]) -> None:
    done = does(council, "document/expect", "2017-02-02", expected="council-17/x", title="X", unit="itu-d", **days)
    assert len(done.notes) == len(says)
    assert all(each in note for each, note in zip(says, done.notes, strict=True))


def test_a_file_says_it_too(council: Desk, tmp_path: Path) -> None:
    row = "{meeting: council-17, key: y, title: Y, unit: itu-d, submit_by: 2017-05-20, post_by: secretariat-documents}"
    (tmp_path / "y.yaml").write_text(f"expected_documents: [{row}]\n")
    loaded = council.loads(tmp_path / "y.yaml", on="2017-02-02")
    assert [note.partition(": ")[0] for note in loaded.notes] == ["council-17/y", "council-17/y"]
    assert council.loads(tmp_path / "y.yaml", on="2017-02-03").notes == ()


def test_one_symbol_is_one_document_of_a_session(council: Desk) -> None:
    does(council, "document/receive", "2017-02-20", expected=REPORT, document="C17/12-E")
    does(council, "document/expect", "2017-02-20", expected="council-17/x", title="X", unit="itu-d")
    for act in ({"expected": "council-17/x"}, {"meeting": "council-17", "organization": "Peru"}):
        name = "document/receive" if "expected" in act else "contribution/receive"
        with pytest.raises(ExpectedRefused, match=r"C17/12 is council-17/report \(Report\)"):
            does(council, name, "2017-02-21", document="C17/12-F", **act)
    assert before(council) == ["C17/12"]
    does(council, "document/receive", "2017-02-21", expected=REPORT, document="C17/13-E")  # it was corrected
    does(council, "document/receive", "2017-02-21", expected="council-17/x", document="C17/12-E")
    assert before(council) == ["C17/12", "C17/13"]


def test_a_contribution_is_of_whoever_sent_it_until_it_is_taken_away(council: Desk) -> None:
    comes(council, "C17/60-S")
    with pytest.raises(ExpectedRefused, match="C17/60-S is on record as a contribution of Peru"):
        comes(council, "C17/60-S", "An organization")
    comes(council, "C17/60(Rev.1)-S")  # the same state, revised
    gone = does(council, "document/expect", "2017-05-03", expected="council-17/c17-60", withdraw=True)
    assert before(council) == []
    assert gone.undo
    does(council, gone.undo.name, "2017-05-03", **gone.undo.arguments, because="a slip")
    assert before(council) == ["C17/60(Rev.1)"]
    does(council, "document/expect", "2017-05-03", expected="council-17/c17-60", withdraw=True)
    assert comes(council, "C17/60-S", "An organization").sentence.startswith("C17/60-S of An organization")


def test_a_contribution_that_goes_on_counts_there_alone_by_its_own_rule(council: Desk) -> None:
    comes(council, "C17/61-E", at="2017-05-01")
    comes(council, "C17/62-E")
    assert file_of(council, "2017-05-02").contributed_sentence == "contributions: 2, from 1; 1 late"
    name = "council-17/c17-62"
    done = does(council, "document/next-session", "2017-05-03", expected=name, because="it is long")
    assert done.sentence.endswith("14 days before the opening at the latest (Decision 556, operative 1)")
    assert done.notes == ()
    assert file_of(council, "2017-05-04").contributed_sentence == "contributions: 1, from 1"
    assert [each.symbol for each in file_of(council, "2017-05-04").contributed] == ["C17/61-E"]
    assert file_of(council, "2017-05-04", "council-18").contributed_sentence == "contributions: 1, from 1"
    with pytest.raises(ExpectedRefused, match="it is council-18/c17-62 now"):
        comes(council, "C17/62-E")


def test_what_goes_on_in_time_is_no_matter_of_the_rule_and_lacks_its_days_there(council: Desk) -> None:
    done = does(council, "document/next-session", "2017-02-20", expected=REPORT, because="it can wait")
    assert done.sentence == "council-17/report goes to council-18: it can wait"
    does(
        council, "document/expect", "2017-02-21", expected="council-17/x", title="X", unit="itu-d", post_by="2017-04-15"
    )
    does(council, "document/next-session", "2017-04-20", expected="council-17/x", because="it can wait")
    assert {each.is_past_posting for each in file_of(council, "2017-05-01").documents} == {False}
    assert done.notes == ("nothing says yet by when itu-d submits it for council-18/report: give it its days",)


def test_a_meeting_that_is_off_asks_for_nothing_and_a_cancelled_one_takes_nothing(council: Desk) -> None:
    assert len(file_of(council, "2017-03-02").overdue) == 1
    does(council, "meeting/postpone", "2017-03-02", meeting="council-17", because="flood")
    with reading(council.engine) as session:
        head, *_ = session_reading.show(session, "council-17", now=moment("2017-03-03")).parts
    assert head == "council-17  council-17, postponed, was to be on 2017-05-15/2017-05-25"
    assert file_of(council, "2017-03-03").overdue == ()
    asked = does(council, "session/chase", "2017-03-03", meeting="council-17")
    assert (asked.is_nothing, asked.sentence) == (True, "council-17 is postponed: nothing is asked for")
    does(council, "document/expect", "2017-03-03", expected="council-17/x", title="X", unit="itu-d")
    does(council, "meeting/cancel", "2017-03-04", meeting="council-17", because="flood")
    with pytest.raises(NotHeldAtAll, match="council-17 is cancelled: nothing is expected"):
        does(council, "document/expect", "2017-03-05", expected="council-17/z", title="Z", unit="itu-d")
    with pytest.raises(NotHeldAtAll):
        comes(council, "C17/60-S", at="2017-03-05")
    with pytest.raises(NotHeldAtAll):
        does(council, "session/record", "2017-03-05", meeting="council-17", lines="1 nothing: x")
    moved = does(council, "document/next-session", "2017-03-05", expected=REPORT, because="cancelled")
    assert moved.sentence.startswith("council-17/report goes to council-18")


def test_the_next_session_is_one_of_the_same_body_that_is_held(council: Desk) -> None:
    council.schedules("group-1", "2017-09-19", "2017-09-20", body="cwg-wsis-sdg")
    council.schedules("council-19", "2019-06-10", "2019-06-20")
    does(council, "meeting/cancel", "2017-02-20", meeting="council-18", because="flood")
    goes = {"expected": REPORT, "because": "it can wait"}
    with pytest.raises(ExpectedRefused, match="group-1 is no session of the body of council-17"):
        does(council, "document/next-session", "2017-02-21", to="group-1", **goes)
    with pytest.raises(NotHeldAtAll, match="council-18 is cancelled"):
        does(council, "document/next-session", "2017-02-21", to="council-18", **goes)
    moved = does(council, "document/next-session", "2017-02-21", **goes)
    assert moved.sentence == "council-17/report goes to council-19: it can wait"


@pytest.mark.parametrize(("days", "is_far"), [("2020-12-30/2020-12-31", False), ("2020-12-30/2021-01-02", True)])
def test_a_meeting_moved_by_years_wants_somebody_to_be_sure(council: Desk, days: str, is_far: bool) -> None:
    move = {"meeting": "council-17", "span": days, "because": "so"}
    if is_far:
        far = "2021-01-02 lies more than 3 years from the days of council-17, 2017-05-15/2017-05-25"
        with pytest.raises(MeetingRefused, match=far):
            does(council, "meeting/move", "2017-02-02", **move)
    assert does(council, "meeting/move", "2017-02-02", **move, sure=is_far).facts["to"] == days
