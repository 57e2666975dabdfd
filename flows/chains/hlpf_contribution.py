"""The Council's contribution to the High-Level Political Forum, from the preliminary draft to the UN's deadline.

The spacing of two, two, two and three weeks is what the 30th meeting of CWG-WSIS agreed for 2017 (its report to
Council-17, section 3.2): one year's agreement, offered here as a proposal. The first draft is due before the UN's call
is known; until then what hangs from that call is awaited.
"""

from planning.chain import MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step

SPACING_OF_2017 = "spacing agreed for 2017 by the 30th meeting of CWG-WSIS"

CHAIN = Chain(
    "hlpf-contribution",
    version=1,
    title="Council contribution to the High-Level Political Forum",
    mandate="Council Resolution 1332, instructs the Secretary-General 5",
    anchors=(
        Anchor("un-deadline", "the day that the UN set for submissions", optional=True, outside=True),
        Anchor("review", "the CWG meeting that considers the preliminary draft", body="cwg-wsis-sdg", optional=True),
    ),
    steps=(
        Step(
            "preliminary-draft",
            "Present the preliminary draft",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="consideration",
            due="on review.opens",  # no lead time is sourced
        ),
        Step(
            "revised-draft",
            "Post the revised draft",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            due="2 weeks before comments",
            follows="review.closes",
            source=SPACING_OF_2017,
        ),
        Step(
            "comments",
            "Comment on the revised draft",
            by=MEMBERSHIP,
            to=SECRETARIAT,
            opens="on revised-draft",
            due="2 weeks before final-draft",
            source=SPACING_OF_2017,
        ),
        Step(
            "final-draft",
            "Post the final draft",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            due="2 weeks before final-comments",
            source=SPACING_OF_2017,
        ),
        Step(
            "final-comments",
            "Comment on the final draft",
            by=MEMBERSHIP,
            to=SECRETARIAT,
            opens="on final-draft",
            due="3 weeks before submission",
            source=SPACING_OF_2017,
        ),
        Step(
            "submission",
            "Submit the text to the UN",
            by=SECRETARIAT,
            to="hlpf",
            purpose="submission",
            due="on un-deadline",
        ),
        Step(
            "report-to-cwg",
            "Provide the text to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            follows="submission",
        ),
    ),
)
