"""The sample year of the chain: the contest of 2017. What it printed is in tests/timelines."""

from datetime import date

from flows.chains.wsis_prizes import CHAIN
from planning.basis import Basis
from planning.links import Agreed
from planning.plan import Bound, plan
from planning.window import Window, day
from tests.chains.table import table

PINNED = """\
awaited         submission                stakeholders        secretariat     awaited     -
awaited         nomination                expert-group        secretariat     awaited     -
awaited         voting                    stakeholders        secretariat     awaited     -
awaited         selection                 expert-group        secretariat     awaited     -
2017-06-16 Fri  ceremony                  organizers          stakeholders    proposed    -  from 2017-06-12"""


def test_the_prizes_of_2017():
    anchors = {"forum": Window(date(2017, 6, 12), date(2017, 6, 16))}
    assert table(plan(CHAIN, anchors)) == PINNED


def test_each_window_opens_the_day_after_the_one_before_closes():
    anchors = {"forum": Window(date(2017, 6, 12), date(2017, 6, 16))}
    closing = {"submission": date(2017, 2, 15), "nomination": date(2017, 3, 15), "voting": date(2017, 4, 15)}
    agreed = {step: Bound(day(on), Basis.AGREED, Agreed(day(on))) for step, on in closing.items()}
    schedule = plan(CHAIN, anchors, agreed)
    assert [str(schedule[step].opens) for step in ("nomination", "voting", "selection")] == [
        "2017-02-16",
        "2017-03-16",
        "2017-04-16",
    ]
