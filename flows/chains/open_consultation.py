"""An open consultation of the CWG-Internet kind: launched by one meeting, reported to the next.

Its terms of reference (h) send the inputs to the next meeting; nothing fixes how long views may be given. That of
October 2016 ran for 82 days, and after an extension for 89.
"""

from planning.chain import CHAIR, SECRETARIAT, STAKEHOLDERS, Anchor, Chain, Step

CHAIN = Chain(
    "open-consultation",
    version=1,
    title="Open consultation of a Council working group",
    mandate="Terms of reference of CWG-Internet, h",
    anchors=(
        Anchor("launching", "the meeting of the group that launches it"),
        Anchor("physical", "the day of the physical meeting", optional=True),
        Anchor("next-meeting", "the meeting of the group that considers the inputs", optional=True),
    ),
    steps=(
        Step(
            "launch",
            "Launch the consultation",
            by=CHAIR,
            to=STAKEHOLDERS,
            due="during launching",
            source="as the 8th meeting of CWG-Internet did",
        ),
        Step(
            "views",
            "Give views online",
            by=STAKEHOLDERS,
            to=SECRETARIAT,
            opens="on launch",
            before="next-meeting.opens",
        ),
        Step(
            "physical-meeting",
            "Hold the physical consultation",
            by=CHAIR,
            to=STAKEHOLDERS,
            due="on physical",
            follows="views",
        ),
        Step(
            "inputs",
            "Submit the inputs to the group",
            by=SECRETARIAT,
            to="cwg-internet",
            purpose="consideration",
            due="on next-meeting.opens",
            follows=("views", "physical-meeting"),
            source="terms of reference of CWG-Internet, h",
        ),
    ),
)
