"""The WSIS Project Prizes: windows back to back, each opening the day after the last one closes, then the ceremony.

The phases are those of the contest of 2017; no source gives their length as a rule.
"""

from planning.chain import SECRETARIAT, STAKEHOLDERS, Anchor, Chain, Step

PHASES_OF_2017 = "phases of the contest of 2017"

CHAIN = Chain(
    "wsis-prizes",
    version=1,
    title="WSIS Project Prizes",
    mandate="Council Resolution 1332, instructs the Secretary-General 9; resolves 2; encourages 5",
    anchors=(Anchor("forum", "the WSIS Forum at which the winners are announced"),),
    steps=(
        Step("submission", "Submit projects", by=STAKEHOLDERS, to=SECRETARIAT, source=PHASES_OF_2017),
        Step(
            "nomination",
            "Review the projects and nominate",
            by="expert-group",
            to=SECRETARIAT,
            opens="1 day after submission",
            source=PHASES_OF_2017,
        ),
        Step(
            "voting",
            "Vote online",
            by=STAKEHOLDERS,
            to=SECRETARIAT,
            opens="1 day after nomination",
            source=PHASES_OF_2017,
        ),
        Step(
            "selection",
            "Select the winning projects",
            by="expert-group",
            to=SECRETARIAT,
            opens="1 day after voting",
            source=PHASES_OF_2017,
        ),
        Step(
            "ceremony",
            "Announce the winners at the ceremony",
            by="organizers",
            to=STAKEHOLDERS,
            due="during forum",
            follows="selection",
            source=PHASES_OF_2017,
        ),
    ),
)
