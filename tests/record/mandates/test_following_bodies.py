"""A clause names a body that has ended: what the body that follows it receives fulfils it, and its cycles serve it."""

from datetime import date

import pytest

from kernel.runner import do
from models.engine import reading
from planning.judgements import Judgement
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


def stands(desk: Desk, on: str) -> Judged:
    with reading(desk.engine) as session:
        (row,) = matrix(session, 2017, "r1", now=moment(on)).rows
    return row.last


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
