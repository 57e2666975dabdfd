"""The sample year of the chain: the 30th meeting of CWG-WSIS and Council-17."""

from datetime import date

from flows.chains.roadmaps import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         update                    secretariat         -               awaited     -
2017-01-31 Tue  to-cwg                    secretariat         cwg-wsis-sdg    by-rule     -
awaited         advisory-groups           advisory-groups     -               awaited     -
2017-04-17 Mon  to-council                secretariat         council         by-rule    68"""


def test_the_roadmaps_of_2017():
    anchors = {
        "cwg": Window(date(2017, 2, 7), date(2017, 2, 8)),
        "council": Window(date(2017, 5, 15), date(2017, 5, 25)),
    }
    assert table(plan(CHAIN, anchors)) == PINNED
