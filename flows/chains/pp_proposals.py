"""Proposals and candidatures for a Plenipotentiary Conference: calendar months, and an hour on the 28th day before."""

from planning.chain import MEMBER_STATES, Anchor, Chain, Step

CHAIN = Chain(
    "pp-proposals",
    version=2,
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
            "contributions",
            "Submit all other contributions",
            by=MEMBER_STATES,
            to="secretary-general",
            due="21 days before pp.opens",
            source="Plenipotentiary Resolution 165 (Rev. Dubai, 2018)",
            force="rule",
            note="a firm deadline; Resolution 165 (Guadalajara, 2010) had 14 days",
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
