"""No letter says that a window is open which has closed: one approved too late does not leave, and that is said."""

import pytest

from models.outbox import State
from tests.secretariat import Desk


@pytest.mark.parametrize(
    ("released", "leaves", "told"),
    [
        ("2017-03-10 09:30", "2017-03-10 17:00", True),  # the last day, in working hours
        ("2017-03-10 18:30", "2017-03-13 10:00", False),  # the last evening: the next working day is after the close
        ("2017-03-10 18:30", "2017-03-14 10:00", False),
    ],
)
def test_a_recall_that_no_longer_helps_does_not_leave(desk: Desk, released: str, leaves: str, told: bool) -> None:
    desk.opens_agreed()
    desk.turn("2017-03-03 18:00")  # the recall of the window that closes on 10 March
    desk.releases(on=released)
    desk.turn(leaves)
    recalls = [message for message in desk.messages() if "Comment on the revised draft" in (message.subject or "")]
    assert [message.state is State.SENT for message in recalls] == [True] * len(recalls)
    assert bool(recalls) is told
    withdrawn = [message for message in desk.messages() if message.state is State.SUPPRESSED]
    assert bool(withdrawn) is not told
    assert all(message.detail for message in withdrawn)
