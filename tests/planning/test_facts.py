"""A deadline and a conflict as machines are given them; and when a calendar program is asked after."""

from datetime import UTC, date, datetime

import pytest

from planning.calendar_lag import looks
from planning.chain import MEMBERSHIP, Anchor, Chain, Step
from planning.deadline_facts import conflict_facts, deadline_facts
from planning.plan import plan
from planning.window import Window, day

COUNCIL = Window(date(2017, 5, 15), date(2017, 5, 25))
CHAIN = Chain(
    "small",
    1,
    "S",
    "M",
    (Anchor("council", "the session"),),
    (
        Step(
            "talk",
            "Comment",
            by=MEMBERSHIP,
            to="secretariat",
            opens="2017-04-22",
            due="month of 15 days before council.opens",
            before="council.opens",
        ),
        Step("minutes", "Minutes"),
    ),
)


def test_a_dated_deadline_has_iso_dates_and_says_why():
    planned = plan(CHAIN, {"council": COUNCIL})
    assert deadline_facts(planned["talk"]) == {
        "step": "talk",
        "title": "Comment",
        "by": "membership",
        "to": "secretariat",
        "opens": "2017-04-22",
        "due": "2017-04-30",
        "earliest": "2017-04-01",
        "precision": "month",
        "closes": None,
        "basis": "proposed",
        "flags": [{"code": "weekend", "day": "2017-04-30", "sentence": "falls on a Sunday"}],
        "float_days": None,
        "derivation": [
            "month to 2017-04-30 is month of 15 days before council.opens (2017-05-15)",
            "2017-05-15 is council.opens: the session",
        ],
    }


@pytest.mark.parametrize(
    ("due", "closes"),
    [
        ("2017-03-26", "2017-03-26T23:59:59+02:00"),
        ("2017-03-25", "2017-03-25T23:59:59+01:00"),
        ("2017-03-25 at 18:00 EDT", "2017-03-25T18:00:00-04:00"),
        ("2017-03-25/2017-03-26", None),
    ],
)
def test_only_a_single_day_has_an_hour_at_which_it_closes(due, closes):
    chain = Chain("small", 1, "S", "M", (), (Step("text", "T", due=due),))
    assert deadline_facts(plan(chain, {})["text"])["closes"] == closes


def test_an_undated_deadline_has_no_dates():
    facts = deadline_facts(plan(CHAIN, {"council": COUNCIL})["minutes"])
    empty = {"to", "opens", "due", "earliest", "closes", "float_days"}
    assert {name for name, value in facts.items() if value is None} == empty
    assert (facts["precision"], facts["basis"], facts["flags"]) == ("day", "awaited", [])


def test_a_conflict_is_four_facts():
    chain = Chain("small", 1, "S", "M", CHAIN.anchors, (Step("text", "T", due="2017-05-17", before="council.opens"),))
    (conflict,) = plan(chain, {"council": day(COUNCIL.first)}).conflicts
    assert conflict_facts(conflict) == {
        "step": "text",
        "needs": "council.opens",
        "days": 2,
        "sentence": "text is due on 2017-05-17, 2 days after council.opens (2017-05-15), which it must precede",
    }


def test_a_moved_date_is_looked_after_in_five_hours_and_in_twenty_six():
    moved_at = datetime(2017, 3, 1, 9, 30, tzinfo=UTC)
    assert looks(moved_at) == (datetime(2017, 3, 1, 14, 30, tzinfo=UTC), datetime(2017, 3, 2, 11, 30, tzinfo=UTC))
