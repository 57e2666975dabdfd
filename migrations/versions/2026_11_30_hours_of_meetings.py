"""the hours of a meeting, where they are known"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_hours_of_meetings"
down_revision: str | None = "2026_11_30_proved_sign_ins"
TABLES = ("meeting", "meeting_state")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("hours", sa.String(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "hours")
