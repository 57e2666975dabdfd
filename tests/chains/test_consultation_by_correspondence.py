"""The sample letter of the chain: DM-20/1021 of 27 November 2020."""

from datetime import date

from flows.chains.consultation_by_correspondence import CHAIN
from planning.plan import plan
from planning.window import day
from tests.chains.table import table

PINNED = """\
2020-11-27 Fri  letter                    chair               council-members proposed    -
2020-12-21 Mon  replies                   council-members     secretariat     proposed    -
awaited         result                    secretariat         council-members awaited     -"""


def test_the_consultation_of_november_2020():
    anchors = {"dispatch": day(date(2020, 11, 27))}
    assert table(plan(CHAIN, anchors)) == PINNED
