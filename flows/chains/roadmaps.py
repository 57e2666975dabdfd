"""The roadmaps of WSIS implementation, which reach the Council through the working group.

"Regularly" names no period: the update is awaited until somebody dates it. C2, C5 and C6 were updated in 2016.
"""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "roadmaps",
    version=1,
    title="Roadmaps of ITU's activities in WSIS implementation",
    mandate="Council Resolution 1332, instructs the Secretary-General 1",
    anchors=(
        Anchor("cwg", "the CWG meeting that considers them", body="cwg-wsis-sdg"),
        Anchor("council", "the session of the Council that receives them"),
    ),
    steps=(
        Step("update", "Update the roadmaps", by=SECRETARIAT, before="to-cwg"),
        Step(
            "to-cwg",
            "Submit the roadmaps to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="consideration",
            due="7 days before cwg.opens",
            source="Decision 556, operative 3",
            force="rule",
        ),
        Step(
            "advisory-groups",
            "Consider the roadmaps in the Sector advisory groups",
            by="advisory-groups",
            follows="to-cwg",
            source="report of the 29th and 30th meetings of CWG-WSIS, 2.2.6",
        ),
        Step(
            "to-council",
            "Submit the roadmaps to the Council",
            by=SECRETARIAT,
            to="council",
            via="cwg-wsis-sdg",
            purpose="consideration",
            due="4 weeks before council.opens",
            follows="cwg.closes",
            source="Rule 20 of the Council's Rules of Procedure",
            force="rule",
        ),
    ),
)
