"""The sample year of the chain: HLPF 2017 and the 31st meeting of CWG-WSIS."""

from datetime import date

from flows.chains.side_event_report import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2017-09-12 Tue  to-cwg                    secretariat         cwg-wsis-sdg    by-rule    55"""


def test_the_information_of_2017():
    anchors = {
        "hlpf": Window(date(2017, 7, 10), date(2017, 7, 19)),
        "cwg": Window(date(2017, 9, 19), date(2017, 9, 20)),
    }
    assert table(plan(CHAIN, anchors)) == PINNED
