"""The sample year of the chain: 2017."""

from datetime import date

from flows.chains.wsis_stocktaking import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         adjustment                secretariat         -               awaited     -
awaited         entries                   stakeholders        secretariat     awaited     -
2017-01-31 Tue  to-cwg                    secretariat         cwg-wsis-sdg    by-rule     -
awaited         matrix                    secretariat         -               awaited     -"""


def test_the_dates_of_2017():
    anchors = {"cwg": Window(date(2017, 2, 7), date(2017, 2, 8))}
    assert table(plan(CHAIN, anchors, edition=2017)) == PINNED
