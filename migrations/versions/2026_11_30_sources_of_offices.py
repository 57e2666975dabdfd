"""an office within a body has the source of its list"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_sources_of_offices"
down_revision: str | None = "2026_11_30_memos"


def upgrade() -> None:
    op.add_column("role", sa.Column("source", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("role", "source")
