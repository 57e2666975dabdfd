"""issues of dates: what was public, or told, when a store is upgraded counts as issued, from the same instant on"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_issues_of_dates"
down_revision = "2026_11_29_official_addresses"

# Feeds and pages showed each date that bound, and what became of it afterwards. No line did it, and so none is named.
PUBLIC = """
INSERT INTO issue (deadline_id, promise_id, approved_at, effective_at, sequence, shown, entry_id, tells_at, held)
SELECT promise.deadline_id, promise.id, promise.at, promise.at, deadline.sequence, 0, NULL, NULL, true
FROM promise JOIN deadline ON deadline.id = promise.deadline_id
WHERE EXISTS (
  SELECT 1 FROM promise AS earlier
  WHERE earlier.deadline_id = promise.deadline_id AND earlier.id <= promise.id
  AND earlier.basis IN ('agreed', 'announced', 'outside')
)
ORDER BY promise.id
"""
FENCE = """
UPDATE deadline SET issued = deadline.promise
WHERE EXISTS (SELECT 1 FROM issue WHERE issue.deadline_id = deadline.id)
"""
# Letters that wait for readers outside the Secretariat tell what is issued from now on: it is what was set.
OUTSIDE = """
UPDATE message SET issued = true
WHERE stage <> 'over' AND (
  NOT EXISTS (SELECT 1 FROM role WHERE role.person_id = message.person_id)
  OR EXISTS (
    SELECT 1 FROM role WHERE role.person_id = message.person_id
    AND role.role NOT IN ('secretariat', 'secretary', 'general-secretariat', 'itu-r', 'itu-t', 'itu-d')
  )
)
"""


def upgrade() -> None:
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("tells_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_issue_deadline_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_issue_entry_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_issue_promise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_deadline_id"), ["deadline_id"], unique=False)

    op.create_table(
        "issue_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_issue_stop_entry_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_stop_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_stop")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_issue_stop_issue_id")),
    )
    op.add_column("message", sa.Column("issued", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("deadline", sa.Column("issued", sa.Integer(), nullable=True))
    op.add_column("deadline", sa.Column("shown", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deadline", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE deadline SET shown_at = updated_at")  # so that no entry of a feed changes by upgrading
    op.execute(PUBLIC)
    op.execute(FENCE)
    op.execute(OUTSIDE)


def downgrade() -> None:
    op.drop_table("issue_stop")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_deadline_id"))

    op.drop_table("issue")
    op.drop_column("deadline", "shown_at")
    op.drop_column("deadline", "shown")
    op.drop_column("deadline", "issued")
    op.drop_column("message", "issued")
