"""What happened at the side events of the HLPF, told to the working group."""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "side-event-report",
    version=1,
    title="Information on side events held at the High-Level Political Forum",
    mandate="Report of the 29th and 30th meetings of CWG-WSIS to Council-17, section 3.2",
    anchors=(
        Anchor("hlpf", "the High-Level Political Forum with the side events", outside=True),
        Anchor("cwg", "the CWG meeting that considers the information", body="cwg-wsis-sdg", optional=True),
    ),
    steps=(
        Step(
            "to-cwg",
            "Submit information on the side events to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="consideration",
            due="7 days before cwg.opens",
            follows="hlpf.closes",
            source="Decision 556, operative 3",
            force="rule",
            note="the report asks nobody by name; for an event less than 21 days before the meeting: 2 days before "
            "the agenda item (operative 4)",
        ),
    ),
)
