"""Documents of a meeting by slots, where an office works so: whoever writes and whoever issues promise to one another.

The weeks are those of the United Nations Office at Geneva, 10-4-6: submitted ten weeks before the meeting, four weeks
to process, issued six weeks before. An expected document names the two steps as its sides: `submit_by: submission`,
`post_by: issue`.
"""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

PRACTICE = "practice: documents management of the United Nations Office at Geneva"

CHAIN = Chain(
    "document-slots",
    version=1,
    title="Documents of a meeting by slots",
    mandate=PRACTICE,
    anchors=(Anchor("meeting", "the meeting whose documents have slots"),),
    steps=(
        Step(
            "forecast",
            "Confirm the forecast of documents",
            by="authors",
            to=SECRETARIAT,
            due="14 weeks before meeting.opens",
            source=PRACTICE,
            note="what is confirmed is frozen from then on",
        ),
        Step(
            "submission",
            "Submit the documents in their slots",
            by="authors",
            to=SECRETARIAT,
            due="10 weeks before meeting.opens",
            source=PRACTICE,
            note="a document that misses its slot loses its priority",
        ),
        Step(
            "issue",
            "Issue the documents in all languages",
            by=SECRETARIAT,
            due="6 weeks before meeting.opens",
            follows="submission",
            source=PRACTICE,
        ),
    ),
)
