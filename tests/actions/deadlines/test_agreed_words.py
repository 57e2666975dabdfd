"""What agreeing a date says: the day that it became, with its weekday; and words that leave it open are refused."""

import pytest

from kernel.runner import do
from planning.errors import NotADate
from tests.secretariat import HLPF, OFFICER, Desk, moment

SAID = {
    "14 April 2017": "Friday 2017-04-14;",
    "2017-04-14 at 15:00 Geneva time": "Friday 2017-04-14 at 15:00 Europe/Zurich;",
    "last Friday of April 2017": "Friday 2017-04-28 (last Friday of April 2017);",
    "2 weeks before 28 April 2017": "Friday 2017-04-14 (2 weeks before 2017-04-28);",
    "mid-April 2017": "middle of April 2017, 2017-04-11 to 2017-04-20;",
    "first week of April 2017": "first week of April 2017, 2017-04-01 to 2017-04-07;",
    "3 to 7 April 2017": "2017-04-03/2017-04-07;",
    "April 2017": "April 2017;",
}


@pytest.mark.parametrize(("typed", "said"), SAID.items())
def test_it_says_the_day_that_the_words_became(desk: Desk, typed: str, said: str) -> None:
    desk.opens()
    with desk.acting() as session:
        asked = {"cycle": HLPF, "step": "final-comments", "due": typed, "because": "x", "accept_conflicts": "tried"}
        done = do(session, "deadline/agree", **asked, now=moment("2017-02-09"), by=OFFICER)
    assert done.sentence.startswith(f"{HLPF} final-comments is agreed: {said}")


@pytest.mark.parametrize("typed", ["2017-04-16, rolled back", "first working day of April 2017", "16 April"])
def test_a_day_that_a_list_of_closed_days_may_change_is_not_agreed(desk: Desk, typed: str) -> None:
    desk.opens()
    asked = {"cycle": HLPF, "step": "final-comments", "due": typed, "because": "x"}
    with desk.acting() as session, pytest.raises(NotADate, match="is not a date by itself"):
        do(session, "deadline/agree", **asked, now=moment("2017-02-09"), by=OFFICER)
