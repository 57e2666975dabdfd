"""The sample year of the chain: Council-17, which considered C17/47."""

from datetime import date

from flows.chains.council_comprehensive_report import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
awaited         draft                     secretariat         -               awaited     -
2017-04-17 Mon  to-council                secretariat         council         by-rule     -
2017-05-25 Thu  decision                  council             -               proposed    -  from 2017-05-15"""


def test_the_report_to_council_17():
    anchors = {"council": Window(date(2017, 5, 15), date(2017, 5, 25))}
    assert table(plan(CHAIN, anchors)) == PINNED
