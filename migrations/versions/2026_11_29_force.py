"""on what force the date of a step stands: by a rule that its source cites, or by practice

Steps of open cycles get the force that their chain declares on this day, where they still have its rule and its text. A
step that was hung anew from its last edition has lost the text, and stands by practice. What acts wrote is not touched:
a computed date is kept as proposed, whatever its force. The next round looks at what binds from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_force"
down_revision: str | None = "2026_11_29_bounces"

BY_RULE = (  # chain, step, the sentence of its date
    ("action-line-report", "draft-to-cwg", "7 days before cwg.opens"),
    ("annual-report", "to-cwg", "7 days before cwg.opens"),
    ("annual-report", "to-council", "4 weeks before council.opens"),
    ("council-comprehensive-report", "to-council", "4 weeks before council.opens"),
    ("council-documents", "preparatory-documents", "4 weeks before council.opens"),
    ("council-documents", "contributions", "14 days before council.opens"),
    ("pp-proposals", "amendments", "8 months before pp.opens"),
    ("pp-proposals", "proposals", "4 months before pp.opens"),
    ("pp-proposals", "candidatures", "28 days before pp.opens at 23:59 Europe/Zurich"),
    ("resolution-revision", "proposal", "14 days before cwg.opens"),
    ("resolution-revision", "to-council", "4 weeks before council.opens"),
    ("roadmaps", "to-cwg", "7 days before cwg.opens"),
    ("roadmaps", "to-council", "4 weeks before council.opens"),
    ("side-event-report", "to-cwg", "7 days before cwg.opens"),
    ("trust-fund-call", "to-cwg", "7 days before cwg.opens"),
    ("working-group-meeting", "contributions", "14 days before cwg.opens"),
    ("working-group-meeting", "contributions-monolingual", "12 days before cwg.opens"),
    ("working-group-meeting", "documents", "7 days before cwg.opens"),
    ("working-group-meeting", "event-reports", "2 days before item"),
    ("working-group-meeting", "report-to-council", "4 weeks before council.opens"),
    ("wtisd", "the-day", "17 May"),
)
FORCE = sa.text("""
UPDATE deadline SET force = 'rule', look_at = CASE WHEN open THEN updated_at ELSE look_at END
WHERE step = :step AND rule = :rule AND source IS NOT NULL
    AND cycle_id IN (SELECT id FROM cycle WHERE cycle.chain = :chain)
""")


def upgrade() -> None:
    op.add_column("deadline", sa.Column("force", sa.String(), nullable=False, server_default="practice"))
    for chain, step, rule in BY_RULE:
        op.execute(FORCE.bindparams(chain=chain, step=step, rule=rule))


def downgrade() -> None:
    op.drop_column("deadline", "force")
