"""A decision of the Council between sessions: a letter, and the replies of its members.

Rule 3.2 gives no time for the replies. The 24 days are those of DM-20/1021, one letter's choice, offered as a proposal.
"""

from planning.chain import CHAIR, MEMBER_STATES, SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "consultation-by-correspondence",
    version=1,
    title="Consultation of the members of the Council by correspondence",
    mandate="Rules of Procedure of the Council, Rule 3.2",
    anchors=(Anchor("dispatch", "the day on which the letter leaves"),),
    steps=(
        Step(
            "letter",
            "Send the letter with the items for decision",
            by=CHAIR,
            to=MEMBER_STATES,
            purpose="decision",
            due="on dispatch",
        ),
        Step(
            "replies",
            "Reply to the items for decision",
            by=MEMBER_STATES,
            to=SECRETARIAT,
            opens="on letter",
            due="24 days after letter",
            source="as in DM-20/1021: 27 November to 21 December 2020",
            note="decided by simple majority of the Council's Member States with the right to vote (Rule 3.2)",
        ),
        Step(
            "result", "Tell the members of the Council the result", by=SECRETARIAT, to=MEMBER_STATES, follows="replies"
        ),
    ),
)
