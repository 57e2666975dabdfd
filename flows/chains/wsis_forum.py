"""The yearly WSIS Forum, prepared by an open consultation in phases.

The phases are those of 2013. Only the final review has a lead time in words; the others were dated for that year alone.
"""

from planning.chain import SECRETARIAT, STAKEHOLDERS, Anchor, Chain, Step

GROUP_REPORT = "report of the 29th and 30th meetings of CWG-WSIS"

CHAIN = Chain(
    "wsis-forum",
    version=1,
    title="WSIS Forum and its open consultation",
    mandate="Council Resolution 1332, instructs the Secretary-General 8; resolves 2",
    anchors=(Anchor("forum", "the WSIS Forum"),),
    steps=(
        Step("opening", "Open the consultation", by="organizers", to=STAKEHOLDERS),
        Step("first-meeting", "Hold the first physical meeting", by="organizers", to=STAKEHOLDERS, follows="opening"),
        Step(
            "contributions",
            "Submit official contributions and requests for workshops",
            by=STAKEHOLDERS,
            to=SECRETARIAT,
            opens="on opening",
            before="final-review",
        ),
        Step(
            "final-review",
            "Hold the final review meeting",
            by="organizers",
            to=STAKEHOLDERS,
            due="3 months before forum.opens",
            follows="first-meeting",
            source="the open consultation of 2013: three months before the Forum",
        ),
        Step(
            "final-brief",
            "Give the final brief",
            by="organizers",
            to=STAKEHOLDERS,
            follows="final-review",
            before="forum.opens",
        ),
        Step(
            "outcome-document",
            "Publish the outcome document",
            by=SECRETARIAT,
            to=STAKEHOLDERS,
            follows="forum.closes",
            source=f"{GROUP_REPORT}, 2.2.1",
            note="described as no outcome of negotiation or decision-making, as the group asked",
        ),
        Step(
            "participants",
            "Break the participants down by stakeholder type and region",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            follows="forum.closes",
            source=f"{GROUP_REPORT}, 2.2.3",
        ),
    ),
)
