"""The sample year of the chain: the 30th meeting of CWG-WSIS and Council-17."""

from datetime import date

from flows.chains.resolution_revision import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2017-01-24 Tue  proposal                  membership          cwg-wsis-sdg    by-rule     -
2017-02-08 Wed  recommendation            cwg-wsis-sdg        council         proposed    -  from 2017-02-07
2017-04-17 Mon  to-council                secretariat         council         by-rule    68
2017-05-25 Thu  adoption                  council             -               proposed  106  from 2017-05-15
awaited         publication               secretariat         membership      awaited     -
awaited         obligations               secretariat         -               awaited     -"""


def test_the_revision_in_2017():
    anchors = {
        "cwg": Window(date(2017, 2, 7), date(2017, 2, 8)),
        "council": Window(date(2017, 5, 15), date(2017, 5, 25)),
    }
    assert table(plan(CHAIN, anchors)) == PINNED
