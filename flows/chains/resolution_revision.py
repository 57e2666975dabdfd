"""A Council resolution revised: proposed, considered by the working group, adopted, published, its duties registered.

Terms of reference h has the group develop proposals for the Council; c has it recommend what is appropriate.
"""

from planning.chain import MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "resolution-revision",
    version=1,
    title="Revision of a Council resolution",
    mandate="Council Resolution 1332, terms of reference h",
    anchors=(
        Anchor("cwg", "the CWG meeting that considers the proposal", body="cwg-wsis-sdg"),
        Anchor("council", "the session of the Council that adopts it"),
    ),
    steps=(
        Step(
            "proposal",
            "Propose the revision to the CWG",
            by=MEMBERSHIP,
            to="cwg-wsis-sdg",
            purpose="consideration",
            due="14 days before cwg.opens",
            source="Decision 556, operative 1",
            force="rule",
            note="12 days where the meeting works in one language without translation (operative 2)",
        ),
        Step(
            "recommendation",
            "Recommend the revision to the Council",
            by="cwg-wsis-sdg",
            to="council",
            due="during cwg",
            follows="proposal",
            source="Resolution 1332, terms of reference c",
        ),
        Step(
            "to-council",
            "Submit the recommended text to the Council",
            by=SECRETARIAT,
            to="council",
            purpose="decision",
            due="4 weeks before council.opens",
            follows=("recommendation", "cwg.closes"),
            source="Rule 20 of the Council's Rules of Procedure",
            force="rule",
        ),
        Step("adoption", "Adopt the revision", by="council", due="during council", follows="to-council"),
        Step("publication", "Publish the resolution as revised", by=SECRETARIAT, to=MEMBERSHIP, follows="adoption"),
        Step(
            "obligations",
            "Register what the revision carries over, adds and ends",
            by=SECRETARIAT,
            follows="publication",
        ),
    ),
)
