"""The sample year of the chain: 2027."""

from datetime import date

from flows.chains.document_slots import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2027-03-09 Tue  forecast                  authors             secretariat     proposed    -
2027-04-06 Tue  submission                authors             secretariat     proposed    -
2027-05-04 Tue  issue                     secretariat         -               proposed    -"""


def test_the_dates_of_2027():
    anchors = {"meeting": Window(date(2027, 6, 15), date(2027, 6, 25))}
    assert table(plan(CHAIN, anchors, edition=2027)) == PINNED
