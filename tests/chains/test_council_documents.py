"""The sample years of the chain: the sessions of 2025, a budget year, and of 2026.

The dates are those that both sessions printed, Sundays and all; Rule 20 adds its own.
"""

from datetime import date

from flows.chains.council_documents import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\
2025-04-22 Tue  financial-documents       secretariat         council         proposed    -
2025-04-29 Tue  draft-budget              secretariat         council         proposed    -
2025-05-18 Sun  secretariat-documents     secretariat         council         proposed    -  falls on a Sunday
2025-05-20 Tue  preparatory-documents     secretariat         council         by-rule     -
2025-06-03 Tue  contributions             member-states       council         by-rule     -
awaited         agenda                    secretariat         council         awaited     -
awaited         summary-records           secretariat         council         awaited     -"""

PINNED_TOO = """\
2026-03-03 Tue  financial-documents       secretariat         council         proposed    -
awaited         draft-budget              secretariat         council         awaited     -
2026-03-29 Sun  secretariat-documents     secretariat         council         proposed    -  falls on a Sunday
2026-03-31 Tue  preparatory-documents     secretariat         council         by-rule     -
2026-04-14 Tue  contributions             member-states       council         by-rule     -
awaited         agenda                    secretariat         council         awaited     -
awaited         summary-records           secretariat         council         awaited     -"""


def test_the_documents_in_2025():
    anchors = {"council": Window(date(2025, 6, 17), date(2025, 6, 27))}
    assert table(plan(CHAIN, anchors)) == PINNED


def test_the_documents_in_2026_which_drafts_no_budget():
    anchors = {"council": Window(date(2026, 4, 28), date(2026, 5, 8))}
    assert table(plan(CHAIN, anchors)) == PINNED_TOO
