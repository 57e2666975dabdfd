"""The sample year of the chain: 2017, when the 30th meeting of CWG-WSIS closed on 8 February."""

from datetime import date

from flows.chains.hlpf_contribution import CHAIN
from planning.plan import plan
from planning.window import Window, day
from tests.chains.table import table

PINNED = """\
2017-02-07 Tue  preliminary-draft         secretariat         cwg-wsis-sdg    proposed    -
2017-02-24 Fri  revised-draft             secretariat         membership      proposed   16
2017-03-10 Fri  comments                  membership          secretariat     proposed   16
2017-03-24 Fri  final-draft               secretariat         membership      proposed   16
2017-04-07 Fri  final-comments            membership          secretariat     proposed   16
2017-04-28 Fri  submission                secretariat         hlpf            outside    16
awaited         report-to-cwg             secretariat         cwg-wsis-sdg    awaited     -"""


def test_the_contribution_of_2017():
    anchors = {"un-deadline": day(date(2017, 4, 28)), "review": Window(date(2017, 2, 7), date(2017, 2, 8))}
    assert table(plan(CHAIN, anchors, edition=2017)) == PINNED
