"""What a change of dates does, in days: later, earlier, gained, lost."""

from datetime import date

from planning.chain import Chain, Step
from planning.plan import plan
from planning.replan import Difference, Kept, Move, kept, moves

MARCH, APRIL = date(2017, 3, 10), date(2017, 4, 7)


def dated(**days: str | None):
    return plan(Chain("small", 1, "S", "M", (), tuple(Step(slug, slug, due=due) for slug, due in days.items())), {})


def test_days_are_counted_from_the_old_date_to_the_new_one():
    assert [move.days for move in (Move("a", MARCH, APRIL), Move("a", APRIL, MARCH), Move("a", MARCH, MARCH))] == [
        28,
        -28,
        0,
    ]
    assert (Move("a", None, APRIL).days, Move("a", MARCH, None).days) == (None, None)
    assert (Kept("a", MARCH, APRIL).days, Kept("a", APRIL, MARCH).days) == (28, -28)
    assert Difference("a", MARCH, "on b", APRIL, MARCH).days == 28
    assert (Difference("a", None, None, APRIL, MARCH).days, Difference("a", MARCH, None, None, MARCH).days) == (
        None,
        None,
    )


def test_what_gains_its_date_moves_and_so_does_what_is_new():
    before, after = dated(a="2017-03-10", b=None, c="2017-04-07"), dated(b="2017-03-10", a="2017-03-10", d="2017-04-07")
    assert moves(before, after) == (Move("b", None, MARCH), Move("d", None, APRIL))


def test_only_what_the_rules_now_propose_otherwise_is_kept():
    proposed = dated(a="2017-03-10", b="2017-04-07", c=None)
    assert kept([("a", MARCH), ("b", MARCH), ("c", MARCH), ("gone", MARCH)], proposed) == (Kept("b", MARCH, APRIL),)
