"""The sample consultation of the chain: that of CWG-Internet in the winter of 2016, between its 8th and 9th meetings."""

from datetime import date

from flows.chains.open_consultation import CHAIN
from planning.plan import plan
from planning.window import Window, day
from tests.chains.table import table

PINNED = """\
2016-10-14 Fri  launch                    chair               stakeholders    proposed    -  from 2016-10-13
awaited         views                     stakeholders        secretariat     awaited     -
2017-02-03 Fri  physical-meeting          chair               stakeholders    proposed    -
2017-02-06 Mon  inputs                    secretariat         cwg-internet    proposed    -"""


def test_the_consultation_of_2016():
    anchors = {
        "launching": Window(date(2016, 10, 13), date(2016, 10, 14)),
        "physical": day(date(2017, 2, 3)),
        "next-meeting": Window(date(2017, 2, 6), date(2017, 2, 7)),
    }
    assert table(plan(CHAIN, anchors)) == PINNED
