"""The Secretary-General's yearly report to the Council on the Union's WSIS and 2030 Agenda activities.

C17/47, dated 14 March 2017, came 62 days before its session; no text asks for that.
"""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "council-comprehensive-report",
    version=1,
    title="Comprehensive report to the Council on WSIS and the 2030 Agenda",
    mandate="Council Resolution 1332, instructs the Secretary-General 6",
    anchors=(Anchor("council", "the session of the Council that considers it"),),
    steps=(
        Step("draft", "Draft the report", by=SECRETARIAT, before="to-council"),
        Step(
            "to-council",
            "Submit the report to the Council",
            by=SECRETARIAT,
            to="council",
            purpose="consideration and decision",
            due="4 weeks before council.opens",
            source="Rule 20 of the Council's Rules of Procedure",
            force="rule",
            note="the key dates of Council 2025 and 2026 ask for 30 days",
        ),
        Step(
            "decision",
            "Consider the report and decide",
            by="council",
            due="during council",
            follows="to-council",
            source="Resolution 1332, instructs the Secretary-General 6",
        ),
    ),
)
