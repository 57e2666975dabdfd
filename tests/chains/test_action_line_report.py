"""The sample year of the chain: the 30th meeting of CWG-WSIS and the 20th session of the CSTD, whose call is unknown."""

from datetime import date

from flows.chains.action_line_report import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2017-01-31 Tue  draft-to-cwg              secretariat         cwg-wsis-sdg    by-rule     -
2017-02-08 Wed  cwg-considers             cwg-wsis-sdg        -               proposed    -  from 2017-02-07
awaited         to-cstd                   secretariat         ecosoc          awaited     -
awaited         relay                     cstd                ecosoc          awaited     -
awaited         copy-to-cwg               secretariat         cwg-wsis-sdg    awaited     -"""


def test_the_report_of_2017():
    anchors = {"cwg": Window(date(2017, 2, 7), date(2017, 2, 8)), "cstd": Window(date(2017, 5, 8), date(2017, 5, 12))}
    assert table(plan(CHAIN, anchors)) == PINNED
