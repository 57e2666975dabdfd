"""the least time for comments of a window, its source, and why a shorter one is kept"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_least_time"
down_revision: str | None = "2026_11_29_file_words"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("least_days", sa.Integer(), nullable=True))
    op.add_column("deadline", sa.Column("least_source", sa.String(), nullable=True))
    op.add_column("deadline", sa.Column("short_because", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline", "short_because")
    op.drop_column("deadline", "least_source")
    op.drop_column("deadline", "least_days")
