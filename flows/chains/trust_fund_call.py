"""The call for voluntary contributions to the WSIS Trust Fund, and what the working group is told of them.

The duty stands without a period, and no source dates a call.
"""

from planning.chain import MEMBERSHIP, SECRETARIAT, STAKEHOLDERS, Anchor, Chain, Step

CHAIN = Chain(
    "trust-fund-call",
    version=1,
    title="Call for voluntary contributions to the WSIS Trust Fund",
    mandate="Council Resolution 1332, instructs the Secretary-General 11; encourages 3",
    anchors=(
        Anchor("cwg", "the CWG meeting that notes the contributions", body="cwg-wsis-sdg"),
        Anchor("forum", "the WSIS Forum that they are called for", optional=True),
    ),
    steps=(
        Step("invitation", "Invite the membership to contribute", by=SECRETARIAT, to=MEMBERSHIP),
        Step(
            "contributions",
            "Contribute to the Fund",
            by=MEMBERSHIP,
            to=SECRETARIAT,
            opens="on invitation",
            before="forum.opens",
        ),
        Step(
            "stakeholder-contributions",
            "Contribute to the Fund as other stakeholders",
            by=STAKEHOLDERS,
            to=SECRETARIAT,
            opens="on invitation",
            before="forum.opens",
            source="report of the 29th and 30th meetings of CWG-WSIS, 2.2.7",
        ),
        Step(
            "to-cwg",
            "Tell the CWG who has contributed",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            due="7 days before cwg.opens",
            source="Decision 556, operative 3",
            force="rule",
        ),
    ),
)
