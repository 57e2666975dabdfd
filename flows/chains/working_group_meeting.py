"""A meeting of a working group of the Council, from its convening letter to its report.

Of the two closing days for contributions one applies to a meeting; the other is waived. Reports on recent events hang
from the day of their agenda item, and are undated until it has one. The report of CWG-WSIS&SDG to the Council is what
its terms of reference ask for every year; a meeting of another group serves no clause of Resolution 1332.
"""

from planning.chain import CHAIR, MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step

EXCEPTIONS = (
    "not for administrative documents, reports on events held less than 21 days before the start, proposals of chairs "
    "and convenors of ad hoc groups, compilations by the chair or the secretariat, and what the meeting asked for"
)

CHAIN = Chain(
    "working-group-meeting",
    version=2,
    title="Meeting of a working group of the Council",
    mandate="Council Decision 556; Council Resolution 1332, terms of reference c",
    anchors=(
        Anchor("cwg", "the meeting of the working group"),
        Anchor("item", "the day on which the agenda item on recent events is discussed", optional=True),
        Anchor("council", "the session of the Council that the group reports to", optional=True),
    ),
    steps=(
        Step(
            "convening-letter",
            "Send the circular letter that convenes the meeting",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            before="cwg.opens",
        ),
        Step(
            "contributions",
            "Submit contributions",
            by=MEMBERSHIP,
            to=SECRETARIAT,
            due="14 days before cwg.opens",
            source="Decision 556, operative 1",
            force="rule",
            note="waived where the meeting works in one language without translation",
        ),
        Step(
            "contributions-monolingual",
            "Submit contributions in the one language of the meeting",
            by=MEMBERSHIP,
            to=SECRETARIAT,
            due="12 days before cwg.opens",
            source="Decision 556, operative 2",
            force="rule",
            note="waived unless the meeting works in one language without translation",
        ),
        Step(
            "documents",
            "Post all documents, the secretariat's among them",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            due="7 days before cwg.opens",
            source="Decision 556, operative 3",
            force="rule",
            note=EXCEPTIONS,
        ),
        Step(
            "event-reports",
            "Post the reports on events held less than 21 days before the start",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            due="2 days before item",
            source="Decision 556, operative 4",
            force="rule",
            note="unless the meeting agrees otherwise",
        ),
        Step(
            "chair-summary",
            "Issue the chair's summary",
            by=CHAIR,
            to=MEMBERSHIP,
            due="on cwg.closes",
            source="as WG-WSIS-32/18, dated the last day of its meeting",
        ),
        Step(
            "report-to-council",
            "Submit the report of the group to the Council",
            by=CHAIR,
            to="council",
            purpose="consideration",
            due="4 weeks before council.opens",
            follows="cwg.closes",
            source="Rule 20 of the Council's Rules of Procedure",
            force="rule",
        ),
    ),
)
