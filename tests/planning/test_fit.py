"""Whether dates fit, at the day on which they just do: windows of one day, and the float where two dates clash."""

from datetime import date

import pytest

from planning.basis import Basis
from planning.chain import MEMBERSHIP, Anchor, Chain, Step
from planning.links import Agreed
from planning.plan import Bound, plan
from planning.window import day

ENDS = (Anchor("review", "the review"), Anchor("council", "the session"))
ANCHORS = {"review": day(date(2017, 4, 20)), "council": day(date(2017, 5, 20))}


def agreed(on: str) -> Bound:
    window = day(date.fromisoformat(on))
    return Bound(window, Basis.AGREED, Agreed(window))


def window_of(opens: str, due: str) -> Chain:
    return Chain("small", 1, "S", "M", (), (Step("talk", "Comment", by=MEMBERSHIP, opens=opens, due=due),))


def test_a_window_that_opens_and_closes_on_one_day_fits():
    assert plan(window_of("2017-05-10", "2017-05-10"), {}).conflicts == ()


def test_a_window_that_opens_the_day_after_its_close_does_not_fit():
    conflicts = plan(window_of("2017-05-11", "2017-05-10"), {}).conflicts
    assert [(conflict.step, conflict.days) for conflict in conflicts] == [("talk", 1)]


@pytest.mark.parametrize(
    ("step", "days"),
    [
        (Step("print", "Print", due="2017-04-20", follows="review"), None),  # on the very day of what it needs
        (Step("print", "Print", due="2017-04-19", follows="review"), 1),
        (Step("print", "Print", due="2017-05-20", before="council"), None),  # on the very day that it must precede
        (Step("print", "Print", due="2017-05-21", before="council"), 1),
    ],
)
def test_a_step_fits_on_the_very_day_that_bounds_it(step, days):
    planned = plan(Chain("small", 1, "S", "M", ENDS, (step,)), ANCHORS)
    assert [conflict.days for conflict in planned.conflicts] == ([] if days is None else [days])


@pytest.mark.parametrize(
    ("due", "float_days"),
    [
        ("2017-05-10", 20),  # a stated day is an end by itself
        ("10 days before council", 20),
        ("on council", 30),
        ("during council", 30),
        ("10 days after review", None),  # nothing bounds it from above
        ("10 days after council", None),
    ],
)
def test_a_step_has_a_float_where_its_own_rule_ends_it(due, float_days):
    planned = plan(Chain("small", 1, "S", "M", ENDS, (Step("print", "Print", due=due, follows="review"),)), ANCHORS)
    assert planned["print"].float_days == float_days


def test_a_mere_order_puts_no_day_between_two_steps():
    steps = (
        Step("draft", "Draft", due="10 days after review", follows="review"),
        Step("print", "Print", due="on council", follows="draft"),
    )
    assert plan(Chain("small", 1, "S", "M", ENDS, steps), ANCHORS)["draft"].float_days == 20


def test_what_has_no_date_has_no_float_though_both_its_ends_are_known():
    steps = (Step("minutes", "Minutes", follows="review", before="council"),)
    assert plan(Chain("small", 1, "S", "M", ENDS, steps), ANCHORS)["minutes"].float_days is None


def test_two_dates_that_clash_have_no_days_between_them_and_never_less():
    """The text is agreed for the day before the draft that it follows; the print hangs from the text."""
    chain = Chain(
        "small",
        1,
        "S",
        "M",
        ENDS,
        (
            Step("draft", "Draft", due="10 days after review", follows="review"),
            Step("text", "Text", due="2 days after draft"),
            Step("print", "Print", due="5 days after text", before="council"),
        ),
    )
    planned = plan(chain, ANCHORS, {"text": agreed("2017-04-29")})
    assert [(conflict.step, conflict.needs, conflict.days) for conflict in planned.conflicts] == [("text", "draft", 1)]
    assert planned.conflicts[0].sentence == (
        "text is due on 2017-04-29, 1 day before draft (2017-04-30), which it needs"
    )
    assert {step: planned[step].float_days for step in ("draft", "text", "print")} == {
        "draft": -1,
        "text": -1,
        "print": 15,
    }
