"""The sample year of the chain: 2017; which session adopts its theme is not said, that of 2016 stands for one."""

from datetime import date

from flows.chains.wtisd import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         theme                     council             secretariat     awaited     -
2017-05-17 Wed  the-day                   secretariat         membership      by-rule     -"""

PINNED_TOO = """\
2016-06-02 Thu  theme                     council             secretariat     proposed    -  from 2016-05-25
2017-05-17 Wed  the-day                   secretariat         membership      by-rule     -"""


def test_the_day_of_2017():
    anchors = {}
    assert table(plan(CHAIN, anchors, edition=2017)) == PINNED


def test_the_day_of_2017_with_a_session_for_its_theme():
    anchors = {"council": Window(date(2016, 5, 25), date(2016, 6, 2))}
    assert table(plan(CHAIN, anchors, edition=2017)) == PINNED_TOO
