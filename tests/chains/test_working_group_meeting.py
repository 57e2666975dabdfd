"""The sample meeting of the chain: the 30th of CWG-WSIS, with and without a day for the item on recent events."""

from datetime import date

from flows.chains.working_group_meeting import CHAIN
from planning.plan import plan
from planning.window import Window, day
from tests.chains.table import table

PINNED = """\
awaited         convening-letter          secretariat         membership      awaited     -
2017-01-24 Tue  contributions             membership          secretariat     by-rule     -
2017-01-26 Thu  contributions-monolingual membership          secretariat     by-rule     -
2017-01-31 Tue  documents                 secretariat         membership      by-rule     -
awaited         event-reports             secretariat         membership      awaited     -
2017-02-08 Wed  chair-summary             chair               membership      proposed    -
2017-04-17 Mon  report-to-council         chair               council         by-rule    68"""

PINNED_TOO = """\
awaited         convening-letter          secretariat         membership      awaited     -
2017-01-24 Tue  contributions             membership          secretariat     by-rule     -
2017-01-26 Thu  contributions-monolingual membership          secretariat     by-rule     -
2017-01-31 Tue  documents                 secretariat         membership      by-rule     -
2017-02-05 Sun  event-reports             secretariat         membership      by-rule     -  falls on a Sunday
2017-02-08 Wed  chair-summary             chair               membership      proposed    -
awaited         report-to-council         chair               council         awaited     -"""


def test_the_deadlines_of_the_30th_meeting():
    anchors = {
        "cwg": Window(date(2017, 2, 7), date(2017, 2, 8)),
        "council": Window(date(2017, 5, 15), date(2017, 5, 25)),
    }
    assert table(plan(CHAIN, anchors)) == PINNED


def test_the_deadlines_of_a_meeting_whose_item_has_its_day():
    anchors = {"cwg": Window(date(2017, 2, 7), date(2017, 2, 8)), "item": day(date(2017, 2, 7))}
    assert table(plan(CHAIN, anchors)) == PINNED_TOO
