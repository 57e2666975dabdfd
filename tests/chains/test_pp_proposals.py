"""The sample conferences of the chain: Busan 2014, and Bucharest 2022, which printed all three dates."""

from datetime import date

from flows.chains.pp_proposals import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2014-02-20 Thu  amendments                member-states       secretary-general by-rule     -
2014-06-20 Fri  proposals                 member-states       secretary-general by-rule     -
2014-09-29 Mon  contributions             member-states       secretary-general by-rule     -
2014-09-22 Mon  candidatures              member-states       secretary-general by-rule     -  at 23:59 Europe/Zurich"""

PINNED_TOO = """\
2022-01-26 Wed  amendments                member-states       secretary-general by-rule     -
2022-05-26 Thu  proposals                 member-states       secretary-general by-rule     -
2022-09-05 Mon  contributions             member-states       secretary-general by-rule     -
2022-08-29 Mon  candidatures              member-states       secretary-general by-rule     -  at 23:59 Europe/Zurich"""


def test_the_proposals_for_busan():
    anchors = {"pp": Window(date(2014, 10, 20), date(2014, 11, 7))}
    assert table(plan(CHAIN, anchors)) == PINNED


def test_the_proposals_for_bucharest():
    anchors = {"pp": Window(date(2022, 9, 26), date(2022, 10, 14))}
    assert table(plan(CHAIN, anchors)) == PINNED_TOO


def test_the_contributions_for_doha():
    """The firm deadline of 2026; that of WRC-23, which opened on 20 November 2023, was printed as 30 October."""
    contributions = {
        year: plan(CHAIN, {"pp": Window(opens, opens)})["contributions"].due
        for year, opens in ((2026, date(2026, 11, 9)), (2023, date(2023, 11, 20)))
    }
    assert contributions == {2026: date(2026, 10, 19), 2023: date(2023, 10, 30)}
