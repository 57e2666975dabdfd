"""A contribution that several states submitted together is of each of them."""

from typing import Any

import pytest

from kernel.done import Done
from kernel.runner import do
from models.engine import reading, writing
from record import organizations
from record.meetings import session_file
from record.meetings.session_file import SessionFile
from record.refusals import ExpectedRefused
from tests.beginnings import told_once
from tests.secretariat import Desk, moment


@pytest.fixture
@told_once
def council(desk: Desk) -> Desk:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    with writing(desk.engine) as session:
        organizations.make(session, ("Brazil", "Canada", "Mexico", "Mexique"))
    return desk


def does(desk: Desk, act: str, at: str, **arguments: Any) -> Done:
    with desk.acting() as session:
        return do(session, act, **arguments, now=moment(at), by="Anna")


def joint(desk: Desk, at: str, first: str, *others: str, **more: Any) -> Done:
    words = {"meeting": "council-17", "document": "C17/90-E", "organization": first, "jointly": others}
    return does(desk, "contribution/receive", at, **words, **more)


def file_of(desk: Desk, at: str) -> SessionFile:
    with reading(desk.engine) as session:
        return session_file.session_file(session, "council-17", now=moment(at))


def whose(desk: Desk, at: str) -> list[tuple[str, ...]]:
    return [each.organizations for each in file_of(desk, at).contributions]


@pytest.mark.both_databases("keeps the other organizations as JSON")
def test_a_joint_contribution_is_of_each_of_those_who_sent_it(council: Desk) -> None:
    done = joint(council, "2017-05-02", "Brazil", "Canada", "Mexique", "Brazil")
    assert done.sentence == "C17/90-E of Brazil, Canada, Mexique was received on 2017-05-02"
    assert whose(council, "2017-05-03") == [("Brazil", "Canada", "Mexique")]
    assert file_of(council, "2017-05-03").contributed_sentence.startswith("contributions: 1, from 3")
    [view] = file_of(council, "2017-05-03").contributions
    assert (view.title, view.facts["organizations"]) == (
        "Contribution of Brazil, Canada, Mexique", ["Brazil", "Canada", "Mexique"]
    )  # fmt: skip


def test_what_is_not_said_anew_of_it_stays_and_what_is_said_can_be_taken_back(council: Desk) -> None:
    joint(council, "2017-05-02", "Brazil", "Canada")
    assert joint(council, "2017-05-02", "Brazil").is_nothing
    undo = joint(council, "2017-05-03", "Canada", "Brazil", "Mexico").undo
    assert whose(council, "2017-05-04") == [("Canada", "Brazil", "Mexico")]
    assert undo is not None
    does(council, undo.name, "2017-05-04", **undo.arguments, because="a slip")
    assert whose(council, "2017-05-05") == [("Brazil", "Canada")]


def test_one_that_was_merged_counts_as_what_it_is_now(council: Desk) -> None:
    joint(council, "2017-05-02", "Mexico", "Mexique", "Canada")
    does(council, "organization/merge", "2017-05-03", organization="Mexique", into="Mexico", because="one state")
    assert whose(council, "2017-05-04") == [("Mexico", "Canada")]


def test_a_contribution_of_others_is_not_given_away(council: Desk) -> None:
    joint(council, "2017-05-02", "Brazil")
    with pytest.raises(ExpectedRefused, match="is on record as a contribution of Brazil"):
        joint(council, "2017-05-03", "Canada", "Mexico")
