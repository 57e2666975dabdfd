"""issues of meetings: what was public of them when a store is upgraded stays so, for nothing names another state yet"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_issues_of_meetings"
down_revision = "2026_11_29_one_text"


def upgrade() -> None:
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("state_id", sa.Integer(), nullable=True))
        batch_op.alter_column("deadline_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("promise_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_issue_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_issue_state_id"), "meeting_state", ["state_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_issue_meeting_id"), "meeting", ["meeting_id"], ["id"])

    op.add_column("meeting", sa.Column("public_state_id", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("public_sequence", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("meeting", "public_sequence")
    op.drop_column("meeting", "public_state_id")
    op.execute("DELETE FROM issue_stop WHERE issue_id IN (SELECT id FROM issue WHERE meeting_id IS NOT NULL)")
    op.execute("DELETE FROM issue WHERE meeting_id IS NOT NULL")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_issue_meeting_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_issue_state_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_issue_meeting_id"))
        batch_op.alter_column("promise_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("deadline_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("state_id")
        batch_op.drop_column("meeting_id")
