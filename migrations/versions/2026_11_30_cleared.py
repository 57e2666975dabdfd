"""a letter says when its words were cleared"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_cleared"
down_revision: str | None = "2026_11_30_sources_of_offices"


def upgrade() -> None:
    op.add_column("message", sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "cleared_at")
