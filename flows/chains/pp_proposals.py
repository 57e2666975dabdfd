"""Proposals and candidatures for a Plenipotentiary Conference: calendar months, and an hour on the 28th day before."""

from planning.chain import MEMBER_STATES, Anchor, Chain, Step

CHAIN = Chain(
    "pp-proposals",
    version=1,
    title="Proposals and candidatures for the Plenipotentiary Conference",
    mandate="Constitution 224, Convention 519; General Rules 40 and 170",
    anchors=(Anchor("pp", "the Plenipotentiary Conference"),),
    steps=(
        Step(
            "amendments",
            "Propose amendments to the Constitution and the Convention",
            by=MEMBER_STATES,
            to="secretary-general",
            due="8 months before pp.opens",
            source="Constitution 224, Convention 519",
            force="rule",
        ),
        Step(
            "proposals",
            "Submit other proposals",
            by=MEMBER_STATES,
            to="secretary-general",
            due="4 months before pp.opens",
            source="General Rules 40",
            force="rule",
        ),
        Step(
            "candidatures",
            "Submit candidatures",
            by=MEMBER_STATES,
            to="secretary-general",
            due="28 days before pp.opens at 23:59 Europe/Zurich",
            source="General Rules 170: the 28th day before, Geneva time",
            force="rule",
        ),
    ),
)
