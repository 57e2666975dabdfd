"""open dates that would be reckoned otherwise now, and what was answered of each"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_recounts"
down_revision: str | None = "2026_11_29_issues_of_meetings"


def upgrade() -> None:
    op.create_table(
        "recount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("opening", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_recount_deadline_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_recount_entry_id")),
        sa.ForeignKeyConstraint(["was_id"], ["promise.id"], name=op.f("fk_recount_was_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
    )
    op.create_index(op.f("ix_recount_deadline_id"), "recount", ["deadline_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_recount_deadline_id"), "recount")
    op.drop_table("recount")
