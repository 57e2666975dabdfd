"""senders on several machines share the connections to the mail server"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_connections"
down_revision: str | None = "2026_11_30_hours_of_meetings"


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )


def downgrade() -> None:
    op.drop_table("connection")
