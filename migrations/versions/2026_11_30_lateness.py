"""how long after they were due letters were accepted, by month"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_lateness"
down_revision: str | None = "2026_11_30_gone_decisions"


def upgrade() -> None:
    op.create_table(
        "lateness",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("at_most", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("month", "at_most"),
    )


def downgrade() -> None:
    op.drop_table("lateness")
