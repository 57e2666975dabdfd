"""A clause names a body that has ended: what the body that follows it receives fulfils it, and its cycles serve it."""

from datetime import date

import pytest

from desk.orphaned_meetings import orphaned
from desk.task import Task
from kernel.runner import do
from models.engine import reading
from planning.judgements import Judgement
from readings import term_view
from record.mandates import follow_ups
from record.mandates.fulfilment import Judged
from record.mandates.matrix import matrix
from tests.secretariat import OFFICER, Desk, moment

GROUPS = """\
bodies:
  - {key: cwg-old, name: Old group}
  - {key: cwg-new, name: New group}
  - {key: cwg-newest, name: Newest group}
meetings: [{body: cwg-new, key: new-1, title: First meeting, opens: 2017-09-04, closes: 2017-09-05}]
resolutions:
  - key: r1
    name: Resolution R1
    title: T
    version: adopted
    kind: adopted
    in_force: 2015-01-01
    source: s
    clauses:
      - {key: a, group: instructs the SG, number: 1, kind: instructs, addressee: Secretary-General, text: Report.,
         obligations: {what: report yearly, to: cwg-old, period: annual}}
documents: [{symbol: C17/99, title: A report}]
"""
ONCE = """\
meetings:
  - {body: cwg-old, key: old-1, title: Meeting of the old group, opens: 2017-09-11, closes: 2017-09-12}
  - {body: cwg-new, key: new-2, title: Second meeting, opens: 2017-11-06, closes: 2017-11-07}
  - {body: cwg-new, key: new-3, title: Third meeting, opens: 2018-02-05, closes: 2018-02-06}
resolutions:
  - key: r2
    name: Resolution R2
    title: T
    version: adopted
    kind: adopted
    in_force: 2015-01-01
    source: s
    clauses:
      - {key: a, group: instructs the SG, number: 1, kind: instructs, addressee: Secretary-General, text: Report once.,
         obligations: {what: report once, to: cwg-old, period: once, year: 2017, by_event: its first meeting%s}}
"""
NAMED, UNNAMED = ONCE % ", meeting: old-1", ONCE % ""
TIMELINE = """\
timelines:
  - cycle: report/2017
    title: Report
    mandate: Resolution R1, instructs the SG 1
    deadlines: [{step: hand-over, title: Hand over, to: cwg-new, due: 2017-10-02, evidence: none}]
"""


@pytest.fixture
def groups(desk: Desk) -> Desk:
    loads(desk, GROUPS, "2017-01-09")
    return desk


def loads(desk: Desk, text: str, on: str) -> None:
    (desk.home / "groups.yaml").write_text(text, encoding="utf-8")
    desk.loads(desk.home / "groups.yaml", on=on)


def does(desk: Desk, act: str, at: str, **words: object) -> None:
    with desk.acting() as session:
        do(session, act, **words, now=moment(at), by=OFFICER)


def ends(desk: Desk, body: str, on: date, followed_by: str) -> None:
    does(desk, "body/end", "2017-02-01", body=body, on=on, followed_by=followed_by, because="decided")


def submits(desk: Desk, to: str, on: str) -> None:
    loads(desk, f"submissions: [{{document: C17/99, to: {to}, on: {on}, clauses: [r1/a]}}]", f"{on} 12:00")


def stands(desk: Desk, on: str, resolution: str = "r1") -> Judged:
    with reading(desk.engine) as session:
        (row,) = matrix(session, 2017, resolution, now=moment(on)).rows
    return row.last


def due_by(desk: Desk, on: str = "2017-03-01") -> str:
    return stands(desk, on, "r2").cell.sentence.partition(" (")[2].removesuffix(")")


def test_what_the_following_body_receives_fulfils_a_clause_that_names_the_old_one(groups: Desk) -> None:
    ends(groups, "cwg-old", date(2017, 6, 30), "cwg-new")
    submits(groups, "cwg-new", "2017-07-01")
    cell = stands(groups, "2017-07-02").cell
    assert (cell.judgement, cell.sentence) == (
        Judgement.FULFILLED, "cwg-new, which follows cwg-old, has C17/99 since 2017-07-01",
    )  # fmt: skip
    does(groups, "body/go-on", "2017-07-03", body="cwg-old", because="it goes on")
    assert stands(groups, "2017-07-04").cell.judgement is not Judgement.FULFILLED
    assert stands(groups, "2017-07-02").cell.judgement is Judgement.FULFILLED  # as it stood then


def test_so_does_what_the_one_after_that_receives(groups: Desk) -> None:
    ends(groups, "cwg-old", date(2017, 3, 31), "cwg-new")
    ends(groups, "cwg-new", date(2017, 6, 30), "cwg-newest")
    submits(groups, "cwg-newest", "2017-07-01")
    assert stands(groups, "2017-07-02").cell.judgement is Judgement.FULFILLED


@pytest.mark.parametrize("on", ["2017-06-29", "2017-06-30"])
def test_what_another_body_receives_while_the_old_one_lasts_does_not(groups: Desk, on: str) -> None:
    ends(groups, "cwg-old", date(2017, 6, 30), "cwg-new")
    submits(groups, "cwg-new", on)
    assert stands(groups, "2017-07-02").cell.judgement is not Judgement.FULFILLED


def test_a_cycle_towards_the_following_body_serves_it_and_is_late_in_its_turn(groups: Desk) -> None:
    ends(groups, "cwg-old", date(2017, 6, 30), "cwg-new")
    loads(groups, TIMELINE, "2017-07-01")
    assert stands(groups, "2017-07-02").cell.judgement is Judgement.UNDER_WAY
    assert "overdue since 2017-10-02 (report/2017)" in stands(groups, "2017-10-05").cell.sentence


def test_a_meeting_of_the_following_body_follows_the_clause_up(groups: Desk) -> None:
    def followed() -> list[str]:
        with reading(groups.engine) as session:
            return [view.clause for view in follow_ups.of_session(session, "new-1", now=moment("2017-07-02"))]

    assert followed() == []
    ends(groups, "cwg-old", date(2017, 6, 30), "cwg-new")
    assert followed() == ["r1/a"]


@pytest.mark.parametrize("text", [NAMED, UNNAMED])
def test_what_is_due_once_by_a_meeting_after_the_end_goes_over_to_the_next_body(groups: Desk, text: str) -> None:
    loads(groups, text, "2017-01-10")
    old = "old-1, 2017-09-11 to 2017-09-12"
    assert due_by(groups) == old
    ends(groups, "cwg-old", date(2017, 9, 11), "cwg-new")  # it lives to open its meeting
    assert due_by(groups) == old
    ends(groups, "cwg-old", date(2017, 9, 10), "cwg-new")
    assert due_by(groups) == "new-2, 2017-11-06 to 2017-11-07, in place of old-1"  # new-1 is before the end
    ends(groups, "cwg-old", date(2017, 8, 31), "cwg-new")
    assert due_by(groups) == "new-1, 2017-09-04 to 2017-09-05, in place of old-1"  # the nearest one
    assert due_by(groups, "2017-01-31") == old  # as it stood then


def test_it_stays_where_the_next_body_does_not_meet_in_that_year(groups: Desk) -> None:
    loads(groups, NAMED, "2017-01-10")
    ends(groups, "cwg-old", date(2017, 6, 30), "cwg-newest")
    assert due_by(groups) == "old-1, 2017-09-11 to 2017-09-12"
    tasks = orphans(groups)
    assert [(each.about, each.sentence) for each in tasks] == [
        (
            "old-1",
            "old-1 is on 2017-09-11, after the last day of cwg-old (2017-06-30), which cwg-newest follows; "
            "due by it: Resolution R2, instructs the SG 1",
        )
    ]
    does(groups, "meeting/cancel", "2017-03-02", meeting="old-1", because="the group ends")
    (task,) = orphans(groups)
    assert task.sentence == (
        "old-1 is cancelled, no meeting replaces it, and due by it is: Resolution R2, instructs the SG 1"
    )
    does(groups, "meeting/cancel", "2017-03-03", meeting="old-1", instead="new-3", because="the group ends")
    assert orphans(groups) == []
    assert due_by(groups, "2017-03-04") == "new-3, 2018-02-05 to 2018-02-06, in place of old-1"


def test_a_meeting_after_the_end_of_its_body_is_a_task_until_it_is_moved(groups: Desk) -> None:
    loads(groups, NAMED, "2017-01-10")
    assert orphans(groups) == []
    ends(groups, "cwg-old", date(2017, 9, 10), "cwg-new")
    assert [each.sentence for each in orphans(groups)] == [
        "old-1 is on 2017-09-11, after the last day of cwg-old (2017-09-10), which cwg-new follows"
    ]  # what was due by it is due by a meeting of the next body
    does(groups, "meeting/move", "2017-03-02", meeting="old-1", span="2017-09-10/2017-09-11", because="to end in time")
    assert orphans(groups) == []
    assert due_by(groups, "2017-03-03") == "old-1, 2017-09-10 to 2017-09-11"


def orphans(desk: Desk) -> list[Task]:
    with reading(desk.engine) as session:
        return list(orphaned(session, now=moment("2017-03-05")))


def test_the_term_of_the_next_body_shows_what_it_takes_over_and_what_is_due_once_once(groups: Desk) -> None:
    loads(groups, NAMED, "2017-01-10")
    loads(groups, TIMELINE.replace("cwg-new", "cwg-old"), "2017-01-11")

    def shown(body: str) -> list[str]:
        with reading(groups.engine) as session:
            term = term_view.show(session, (2014, 2018), body=body, now=moment("2017-03-01")).subject
        return [mark.what for mark in term.dated if mark.kind != "meeting"]

    once = "Resolution R2, instructs the SG 1: report once"
    assert [shown("cwg-old").count(once), shown("cwg-new")] == [1, []]
    ends(groups, "cwg-old", date(2017, 9, 10), "cwg-new")
    yearly = "Resolution R1, instructs the SG 1: report yearly"
    assert shown("cwg-new") == ["Report (report/2017)", yearly, once]
    assert "Report (report/2017)" in shown("cwg-old")
