"""The yearly report on the action lines that ITU facilitates: from the Secretary-General through the CSTD to ECOSOC.

The working group considers the draft (terms of reference c) and is given a copy of what went (instructs 4). The CSTD
secretariat dates its own call; where none was found, the step is awaited.
"""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "action-line-report",
    version=1,
    title="Report to ECOSOC, through the CSTD, on the action lines that ITU facilitates",
    mandate="Council Resolution 1332, instructs the Secretary-General 4",
    anchors=(
        Anchor("cwg", "the CWG meeting that considers the draft", body="cwg-wsis-sdg"),
        Anchor("cstd-call", "the day that the CSTD secretariat set for inputs", optional=True, outside=True),
        Anchor("cstd", "the annual session of the CSTD", optional=True, outside=True),
    ),
    steps=(
        Step(
            "draft-to-cwg",
            "Submit the draft to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="consideration",
            due="7 days before cwg.opens",
            source="Decision 556, operative 3",
            force="rule",
        ),
        Step(
            "cwg-considers",
            "Consider the draft",
            by="cwg-wsis-sdg",
            due="during cwg",
            follows="draft-to-cwg",
            source="Resolution 1332, terms of reference c",
        ),
        Step(
            "to-cstd",
            "Submit the report to ECOSOC through the CSTD",
            by=SECRETARIAT,
            to="ecosoc",
            via="cstd",
            purpose="submission",
            due="on cstd-call",
            follows=("cwg-considers", "cwg.closes"),
            before="cstd.opens",
        ),
        Step("relay", "Relay the report to ECOSOC", by="cstd", to="ecosoc", follows="to-cstd"),
        Step(
            "copy-to-cwg",
            "Provide the report to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            follows="to-cstd",
        ),
    ),
)
