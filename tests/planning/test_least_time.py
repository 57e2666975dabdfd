"""How much of the least time for comments a window leaves, at the limit and at the end of a year."""

from datetime import date

import pytest

from planning.least_time import Short


@pytest.mark.parametrize(
    ("invited_on", "due", "left", "extended"),
    [
        (date(2017, 3, 1), date(2017, 3, 10), 9, date(2017, 3, 11)),
        (date(2017, 3, 10), date(2017, 3, 10), 0, date(2017, 3, 20)),  # its last day
        (date(2027, 12, 28), date(2028, 1, 3), 6, date(2028, 1, 7)),
    ],
)
def test_the_days_left_and_the_first_close_that_leaves_enough(invited_on, due, left, extended):
    window = Short("hlpf-contribution/2017", "comments", invited_on, due, 10, None, None, None)
    assert (window.left, window.extended) == (left, extended)
