"""A decision of the Council between sessions: a letter signed by its Chair, and the votes of its Member States.

Rule 3.2 gives no time for the replies. The 24 days are those of DM-20/1021, one letter's choice, offered as a proposal.
It is addressed to the Member States of the Council, each of which votes by one designated focal point; the simple
majority of those with the right to vote, which decides, is counted by people.
"""

from planning.chain import CHAIR, COUNCIL_MEMBERS, SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "consultation-by-correspondence",
    version=2,
    title="Consultation of the members of the Council by correspondence",
    mandate="Rules of Procedure of the Council, Rule 3.2",
    anchors=(Anchor("dispatch", "the day on which the letter leaves"),),
    steps=(
        Step(
            "letter",
            "Send the letter with the items for decision",
            by=CHAIR,
            to=COUNCIL_MEMBERS,
            purpose="decision",
            due="on dispatch",
            evidence="url",
        ),
        Step(
            "replies",
            "Reply to the items for decision",
            by=COUNCIL_MEMBERS,
            to=SECRETARIAT,
            opens="on letter",
            due="24 days after letter",
            source="as in DM-20/1021: 27 November to 21 December 2020",
            note="decided by simple majority of the Council's Member States with the right to vote (Rule 3.2)",
            vote=True,
        ),
        Step(
            "result",
            "Tell the members of the Council the result",
            by=SECRETARIAT,
            to=COUNCIL_MEMBERS,
            follows="replies",
            note="the votes are counted by hand",
        ),
    ),
)
