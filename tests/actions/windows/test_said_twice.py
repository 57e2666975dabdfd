"""The same act again: what changes nothing writes no second line, and adds no second comment."""

import pytest

from desk.standing_releases import NotAChain
from kernel.runner import do
from models.people import Organization
from planning.window import Window, day
from record.refusals import AlreadyAnswered
from tests.secretariat import HLPF, OFFICER, Desk, moment

COMMENTS = {"cycle": HLPF, "step": "comments"}
HOW = {"now": moment("2017-02-21 10:00"), "by": OFFICER}


def twice(desk: Desk, name: str, **given: object) -> list[bool]:
    """Return whether each of two equal acts did nothing."""
    done = []
    for _ in range(2):
        with desk.acting() as session:
            done.append(do(session, name, **given, **HOW).is_nothing)
    return done


def test_an_anchor_and_a_meeting_that_stay_on_their_days_do_not_move(desk: Desk) -> None:
    desk.opens_agreed()
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    span = day(moment("2017-05-05").date())
    assert twice(desk, "anchor/move", cycle=HLPF, anchor="un-deadline", span=span) == [False, True]
    days = Window(moment("2017-05-16").date(), moment("2017-05-25").date())
    assert twice(desk, "meeting/move", meeting="council-17", span=days) == [False, True]
    item = {"meeting": "council-17", "number": "PL 1.3", "title": "WSIS"}
    assert twice(desk, "meeting/agenda", **item) == [False, True]


def test_an_answer_given_twice_has_its_comments_once(desk: Desk) -> None:
    desk.opens_agreed()
    with desk.acting() as session:
        session.add(Organization(name="State A"))
    answer = COMMENTS | {"organization": "State A", "document": "WG/1"}
    with desk.acting() as session:
        do(session, "answer/give", **answer, says=["Sooner", "Shorter", "Sooner"], **HOW)
    with desk.acting() as session, pytest.raises(AlreadyAnswered):
        do(session, "answer/give", **answer, says=["Sooner", "Shorter"], **HOW)
    with desk.acting() as session:
        assert "comments 3" in do(session, "answer/give", **answer, says=["Sooner", "Clearer"], **HOW).sentence
    assert twice(desk, "comment/record", **answer, says="Clearer") == [True, True]
    assert twice(desk, "comment/resolve", **COMMENTS, number=1, declined="late") == [False, True]


def test_letters_are_approved_for_procedures_that_are_there(desk: Desk) -> None:
    desk.opens_agreed()
    rule = {"kind": "reminder", "because": "routine"}
    with desk.acting() as session:
        for act in ("outbox/allow", "outbox/forbid"):
            with pytest.raises(NotAChain, match="the nearest is 'hlpf-contribution'"):
                do(session, act, chain="hlpf-contributions", **rule, **HOW)
    assert twice(desk, "outbox/allow", chain="hlpf-contribution", **rule) == [False, True]
