"""who leads on a clause of a resolution, by when, and what they reported"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_follow_ups"
down_revision: str | None = "2026_11_29_holidays_checked"


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name="fk_follow_up_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
    )
    op.create_index("ix_follow_up_clause", "follow_up", ["clause"])


def downgrade() -> None:
    op.drop_table("follow_up")
