"""The earlier and the later of two days: both must be known, and either may be the one that binds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.chain import Anchor, Chain, Step
from planning.errors import BadChain, NotARule
from planning.grammar import parse
from planning.plan import Plan, plan
from planning.sentences import sentences
from planning.window import Window, day

PROPOSALS = "12 weeks after circulation or 10 weeks before session.opens, whichever is earlier"
CIRCULATED, SESSION = date(2016, 6, 20), Window(date(2017, 1, 23), date(2017, 2, 1))
DUE = date(2016, 9, 12)


def planned(due: str, circulation: date | None, session: Window | None, *more: Step) -> Plan:
    anchors = (Anchor("circulation", "its circulation", optional=True), Anchor("session", "the session", optional=True))
    chain = Chain("small", 1, "A small chain", "no clause", anchors, (Step("proposals", "Propose", due=due), *more))
    given = {"circulation": circulation and day(circulation), "session": session}
    return plan(chain, {name: span for name, span in given.items() if span})


def test_proposals_to_eb140_close_on_the_day_that_was_printed():
    proposals = planned(PROPOSALS, CIRCULATED, SESSION)["proposals"]
    assert proposals.due == DUE
    assert sentences(proposals.derivation) == (
        "2016-09-12 is earlier of 12 weeks after circulation and 10 weeks before session.opens",
        "2016-06-20 is circulation: its circulation",
        "2017-01-23 is session.opens: the session",
    )


@pytest.mark.parametrize("later", [28, 29, 30, 200])
def test_the_other_one_binds_from_the_day_on_which_it_comes_first(later):
    ten_weeks = date(2016, 11, 14)  # 63 days after 12 September
    due = planned(PROPOSALS, CIRCULATED + timedelta(days=later + 35), SESSION)["proposals"].due
    assert due == min(DUE + timedelta(days=later + 35), ten_weeks)
    assert planned(PROPOSALS.replace("earlier", "later"), CIRCULATED, SESSION)["proposals"].due == ten_weeks


@pytest.mark.parametrize(("circulation", "session"), [(None, SESSION), (CIRCULATED, None), (None, None)])
def test_while_one_of_them_is_unknown_it_is_awaited(circulation, session):
    waiting = planned(PROPOSALS, circulation, session)["proposals"]
    assert (waiting.due, str(waiting.basis)) == (None, "awaited")
    missing = "circulation" if circulation is None else "session.opens"
    assert missing in " ".join(sentences(waiting.derivation))


def test_steps_among_the_two_come_in_their_order():
    report = Step("report", "Report", due="earlier of 1 week after proposals and 1 week before session.opens")
    schedule = planned("2 weeks before session.opens", None, SESSION, report)
    assert (schedule["proposals"].due, schedule["report"].due) == (date(2017, 1, 9), date(2017, 1, 16))
    with pytest.raises(BadChain, match="its steps wait for one another"):
        planned("3 days after report", None, SESSION, report)
    with pytest.raises(BadChain, match="depends on 'nothing'"):
        planned("earlier of 3 days after session.closes and on nothing", None, SESSION)


@pytest.mark.parametrize("words", ["earlier of 2017-03-01 and on circulation", "earlier of 3 days after session and"])
def test_a_day_by_itself_is_none_of_two(words):
    with pytest.raises(NotARule):
        parse(words)


units, names = st.sampled_from(["days", "weeks", "clear days"]), st.sampled_from(["circulation", "session.opens"])
offsets = st.builds("{} {} {} {}".format, st.integers(2, 99), units, st.sampled_from(["before", "after"]), names)


@given(st.sampled_from(["earlier", "later"]), offsets, offsets)
def test_it_is_one_of_the_two_and_reads_back(which, one, other):
    rule = parse(f"{which} of {one} and {other}")
    assert parse(str(rule)) == rule
    days = [planned(words, CIRCULATED, SESSION)["proposals"].due for words in (one, other)]
    assert planned(str(rule), CIRCULATED, SESSION)["proposals"].due == (min if which == "earlier" else max)(days)
