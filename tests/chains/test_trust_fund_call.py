"""The sample year of the chain: the call for the Forum of 2017."""

from datetime import date

from flows.chains.trust_fund_call import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         invitation                secretariat         membership      awaited     -
awaited         contributions             membership          secretariat     awaited     -
awaited         stakeholder-contributions stakeholders        secretariat     awaited     -
2017-01-31 Tue  to-cwg                    secretariat         cwg-wsis-sdg    by-rule     -"""


def test_the_call_of_2017():
    anchors = {"cwg": Window(date(2017, 2, 7), date(2017, 2, 8)), "forum": Window(date(2017, 6, 12), date(2017, 6, 16))}
    assert table(plan(CHAIN, anchors)) == PINNED
