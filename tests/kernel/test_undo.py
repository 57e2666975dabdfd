"""Undoing step by step: an act and what undid it cancel out, so that the one before can be undone next."""

from functools import partial

import pytest

from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.runner import Request
from kernel.undo import AlreadyUndone, ChangedSince, NothingToUndo
from models import transactions
from models.engine import reading
from record import body_lives, memberships
from record.meetings import session_file
from tests.kernel.example import NOW, OFFICER
from tests.kernel.of_terms import BODIES, GROUP, MEMBER
from tests.kernel.stories import EXAMPLES, as_read
from tests.kernel.test_every_act import without_history
from tests.secretariat import HLPF, Desk, moment


def perform(desk: Desk, request: Request) -> Done:
    return runner.perform(request, partial(transactions.run_act, desk.engine))


def agrees(desk: Desk, due: str) -> Done:
    what = {"cycle": HLPF, "step": "comments", "due": due, "because": "asked", "later": "shift"}
    return perform(desk, Request(registry.act("deadline/agree"), what, OFFICER, Door.CODE, moment(NOW)))


def undoes(desk: Desk, done: Done, on: str = NOW) -> Done:
    with reading(desk.engine) as session:
        request = runner.undoing(session, done.id, by=OFFICER, door=Door.CODE, now=moment(on))
    return perform(desk, request)


def dates(desk: Desk) -> list[dict[str, object]]:
    return [without_history(row) for row in as_read(desk, mail=False)]


def test_two_acts_are_undone_one_after_the_other_and_done_again(desk: Desk) -> None:
    desk.opens()
    proposed = dates(desk)
    first = agrees(desk, "2017-03-13")
    once = dates(desk)
    second = agrees(desk, "2017-03-14")
    twice = dates(desk)
    with pytest.raises(ChangedSince, match="deadline/agree"):
        undoes(desk, first)
    back = undoes(desk, second)
    assert dates(desk) == once
    with pytest.raises(AlreadyUndone):
        undoes(desk, second)
    undoes(desk, first)
    assert dates(desk) == proposed
    with pytest.raises(ChangedSince):  # what it would bring back hangs from what is undone by now
        undoes(desk, back)
    assert twice not in (once, proposed)


def test_where_nothing_takes_an_act_back_its_declaration_says_so(desk: Desk) -> None:
    desk.opens_agreed()
    what = {"cycle": HLPF, "step": "comments", "organization": "An organization", "document": "WG-WSIS-30/13"}
    for says in ("Shorter", "Clearer"):
        given = {**what, "says": [says]}
        done = perform(desk, Request(registry.act("answer/give"), given, OFFICER, Door.CODE, moment(NOW)))
    with pytest.raises(NothingToUndo, match="it added comments to an answer on record; those are withdrawn one by one"):
        undoes(desk, done)


def test_an_agreement_that_was_brought_back_is_one_that_can_be_withdrawn(desk: Desk) -> None:
    desk.opens()
    proposed = dates(desk)
    agrees(desk, "2017-03-13")
    undoes(desk, agrees(desk, "2017-03-14"))
    what = {"cycle": HLPF, "step": "comments", "because": "it was not so"}
    withdraw = Request(registry.act("deadline/withdraw-agreement"), what, OFFICER, Door.CODE, moment(NOW))
    withdrawn = perform(desk, withdraw)
    assert dates(desk) == proposed
    undoes(desk, withdrawn)
    assert desk.view(NOW)["comments"].due.isoformat() == "2017-03-13"


def test_a_step_that_was_past_when_its_cycle_was_opened_says_so_again_once_a_move_is_undone(desk: Desk) -> None:
    desk.opens_agreed()
    before = dates(desk)
    assert "was already past when the cycle was opened on 2017-02-09" in str(before)
    what = {"cycle": HLPF, "anchor": "review", "span": "2017-02-28/2017-03-04"}
    undoes(desk, perform(desk, Request(registry.act("anchor/move"), what, OFFICER, Door.CODE, moment(NOW))))
    assert dates(desk) == before


def test_what_was_done_today_is_brought_back_a_week_later_with_its_own_day(desk: Desk) -> None:
    EXAMPLES["document/receive"].before(desk)
    of = {"expected": "council-17/wsis-report", "document": "C17/47-E"}
    for name, given in (("document/receive", of), ("membership/begin", MEMBER), ("membership/end", MEMBER)):
        done = desk.performs(name, **given, on="2017-02-27")
        undoes(desk, undoes(desk, done, "2017-02-28"), "2017-03-06")
    with reading(desk.engine) as session:
        (report,) = session_file.session_file(session, "council-17", now=moment("2017-03-06")).every
        (member,) = memberships.views(session)
    assert str(report.received) == "2017-02-27"
    assert (str(member.from_on), str(member.to_on)) == ("2017-02-27", "2017-02-27")


def test_another_last_day_of_a_body_is_undone_to_the_one_before(desk: Desk) -> None:
    desk.performs("file/load", files=[BODIES], on=NOW)
    for given in (GROUP, {"body": "group-a", "on": "2017-04-30", "because": "later"}):
        done = perform(desk, Request(registry.act("body/end"), given, OFFICER, Door.CODE, moment(NOW)))
    undoes(desk, done)
    with reading(desk.engine) as session:
        life = body_lives.lives(session)["group-a"]
    assert (life.ends_on, life.followed_by) == (GROUP["on"], "group-b")
