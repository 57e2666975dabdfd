"""What hardly can be is refused before it is agreed: a window that closes unopened, a day after the UN's, a year."""

from datetime import date

import pytest

from kernel.runner import do
from planning.chain import Anchor, Chain, Step
from planning.window import Window
from record.refusals import FarFromEdition, Objected
from tests.beginnings import told_once
from tests.secretariat import HLPF, OFFICER, Desk, moment

PRIZES = "wsis-prizes/2017"


@pytest.fixture
@told_once
def office(desk: Desk) -> Desk:
    """A desk with the cycle of 2017: comments open on 24 February, and the UN's day is 28 April."""
    desk.opens()
    return desk


def agrees(office: Desk, step: str, due: str, cycle: str = HLPF, **how: object):
    with office.acting() as session:
        asked = {"cycle": cycle, "step": step, "due": due, "because": "x"} | how
        return do(session, "deadline/agree", **asked, now=moment("2017-02-09"), by=OFFICER)


@pytest.mark.parametrize(
    ("step", "due", "why"),
    [
        ("comments", "2017-02-23", "comments would close on 2017-02-23, before it opens on 2017-02-24"),
        ("comments", "2017-02-24", None),
        ("comments", "2017-02-25", None),
        ("revised-draft", "2017-03-10", None),
        ("revised-draft", "2017-03-11", "comments would close on 2017-03-10, before it opens on 2017-03-11"),
        ("final-comments", "2017-04-28", None),
        ("final-comments", "2017-04-29", "final-comments would be due on 2017-04-29, after un-deadline (2017-04-28"),
        ("submission", "2017-04-27", None),
        ("submission", "2017-04-29", "submission would be due on 2017-04-29, after un-deadline (2017-04-28"),
        ("report-to-cwg", "2016-12-31", "report-to-cwg would be due on 2016-12-31, and the cycle is of 2017"),
        ("report-to-cwg", "2017-12-31", None),
        ("report-to-cwg", "2018-01-12", "report-to-cwg would be due on 2018-01-12, and the cycle is of 2017"),
        ("report-to-cwg", "end of October 2017", None),
        ("report-to-cwg", "end of January 2018", "the cycle is of 2017"),
        ("final-comments", "2017", None),
        ("final-comments", "May 2017", "after un-deadline"),
    ],
)
def test_the_day_itself_its_neighbours_and_the_next_year(office, step, due, why):
    before = office.view("2017-02-09")[step].due
    if why is None:
        assert agrees(office, step, due).outcome == "agreed"
        return
    with pytest.raises(Objected) as refusal:
        agrees(office, step, due)
    assert why in refusal.value.sentence
    assert office.view("2017-02-09")[step].due == before
    assert agrees(office, step, due, accept_conflicts="the Chair knows of it").facts["accept_conflicts"]


def test_all_that_speaks_against_it_is_said_at_once(office):
    with pytest.raises(Objected) as refusal:
        agrees(office, "comments", "2016-02-24")
    assert refusal.value.sentence == (
        f"{HLPF}: comments would close on 2016-02-24, before it opens on 2017-02-24; comments would be due on "
        "2016-02-24, and the cycle is of 2017; nothing was agreed: correct it"
    )


def test_who_is_sure_of_a_far_day_is_sure_of_its_year(office):
    with pytest.raises(FarFromEdition):
        agrees(office, "report-to-cwg", "2021-01-01", accept_conflicts="a treaty")
    assert agrees(office, "report-to-cwg", "2021-01-01", sure=True).outcome == "agreed"


def test_what_moves_along_is_looked_at_too(office):
    with pytest.raises(Objected, match="final-comments would be due on 2017-04-29, after un-deadline"):
        agrees(office, "comments", "2017-04-01", later="shift")
    assert agrees(office, "comments", "2017-03-31", later="shift").outcome == "agreed"


def test_years_of_the_anchors_and_of_what_rules_give_are_the_cycles_own(desk):
    desk.opens("working-group-meeting/cwg-30", on="2016-11-01", cwg=Window(date(2017, 1, 10), date(2017, 1, 11)))
    of = {"cycle": "working-group-meeting/cwg-30"}  # contributions are due on 27 December 2016 by Decision 556
    assert agrees(desk, "contributions", "2016-12-28", **of).outcome == "agreed"
    with pytest.raises(Objected, match="would be due on 2015-12-28, and the cycle is of 2016 to 2017"):
        agrees(desk, "contributions", "2015-12-28", **of)


def test_a_meeting_that_a_step_must_precede_bounds_it_and_all_before_it(desk):
    steps = (
        Step("draft", "Draft", due="3 weeks before papers"),
        Step("papers", "Send papers", due="2 weeks before start.opens"),
        Step("minutes", "Minutes", follows="start.closes"),
    )
    desk.chains["small"] = Chain("small", 1, "Small", "none", (Anchor("start", "the meeting"),), steps)
    desk.opens("small/2017", on="2017-02-09", start=Window(date(2017, 6, 1), date(2017, 6, 2)))
    for step in ("papers", "draft"):
        with pytest.raises(Objected, match=r"after start \(2017-06-01: the meeting\)"):
            agrees(desk, step, "2017-06-02", cycle="small/2017")
    assert agrees(desk, "papers", "2017-06-01", cycle="small/2017").outcome == "agreed"
    assert agrees(desk, "minutes", "2017-06-09", cycle="small/2017").outcome == "agreed"


def test_what_was_accepted_is_agreed_again_when_its_withdrawal_is_undone(office):
    agrees(office, "report-to-cwg", "2018-01-12", accept_conflicts="it meets in January")
    with office.acting() as session:
        of = {"cycle": HLPF, "step": "report-to-cwg", "because": "a slip", "now": moment("2017-02-10"), "by": OFFICER}
        back = do(session, "deadline/withdraw-agreement", **of).undo
    assert back is not None
    assert back.arguments["accept_conflicts"] == "it meets in January"
