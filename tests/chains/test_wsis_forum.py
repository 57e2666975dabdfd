"""The sample year of the chain: the Forum of 2013. What it printed is in tests/timelines."""

from datetime import date

from flows.chains.wsis_forum import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         opening                   organizers          stakeholders    awaited     -
awaited         first-meeting             organizers          stakeholders    awaited     -
awaited         contributions             stakeholders        secretariat     awaited     -
2013-02-13 Wed  final-review              organizers          stakeholders    proposed    -
awaited         final-brief               organizers          stakeholders    awaited     -
awaited         outcome-document          secretariat         stakeholders    awaited     -
awaited         participants              secretariat         cwg-wsis-sdg    awaited     -"""


def test_the_forum_of_2013():
    anchors = {"forum": Window(date(2013, 5, 13), date(2013, 5, 17))}
    assert table(plan(CHAIN, anchors)) == PINNED
