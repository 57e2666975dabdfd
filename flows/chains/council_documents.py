"""The documents of a session of the Council.

The key dates of 2025 and 2026 ask for more than Rule 20 does: 30 days beside its four weeks. Both stand here, each
under its own source. For the last meeting before the Plenipotentiary of 2026 the key dates print 30 and 7 days instead:
a loaded file says so for that cycle.
"""

from planning.chain import MEMBER_STATES, SECRETARIAT, Anchor, Chain, Step

PRACTICE = "practice: the key dates of Council 2025 and 2026"

CHAIN = Chain(
    "council-documents",
    version=1,
    title="Documents of a session of the Council",
    mandate="Rules of Procedure of the Council, Rules 12, 13 and 20; Council Decision 556",
    anchors=(Anchor("council", "the session of the Council"),),
    steps=(
        Step(
            "financial-documents",
            "Publish the documents that have serious financial implications",
            by=SECRETARIAT,
            to="council",
            due="56 days before council.opens",
            source=PRACTICE,
        ),
        Step(
            "draft-budget",
            "Publish the draft budget of the next two years",
            by=SECRETARIAT,
            to="council",
            due="49 days before council.opens, in odd years",
            source="practice: the key dates of Council 2025",
            note="that odd years are budget years is read from the biennial budget of 2025",
        ),
        Step(
            "secretariat-documents",
            "Publish all documents of the secretariat",
            by=SECRETARIAT,
            to="council",
            due="30 days before council.opens",
            source=PRACTICE,
            note="Rule 20 asks for four weeks: see preparatory-documents",
        ),
        Step(
            "preparatory-documents",
            "Publish the last preparatory document on an agenda item",
            by=SECRETARIAT,
            to="council",
            due="4 weeks before council.opens",
            source="Rule 20 of the Council's Rules of Procedure, in principle",
            force="rule",
            note="an important document that comes later goes to the next session unless the Council decides otherwise",
        ),
        Step(
            "contributions",
            "Submit the contributions of Member States",
            by=MEMBER_STATES,
            to="council",
            due="14 days before council.opens",
            source="Decision 556, operative 1",
            force="rule",
            note="Member States that are not on the Council may contribute in writing too (Rule 12)",
        ),
        Step("agenda", "Publish the draft agenda", by=SECRETARIAT, to="council", before="council.opens"),
        Step(
            "summary-records",
            "Publish the summary records",
            by=SECRETARIAT,
            to="council",
            follows="council.opens",
            source="Rule 13 of the Council's Rules of Procedure",
            note="revised records are approved by the meeting, else after the session by its Chair (Rule 13)",
        ),
    ),
)
