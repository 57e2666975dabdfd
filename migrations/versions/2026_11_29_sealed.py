"""the journal is sealed with a key, and the store knows its head; lines of before stay as they are"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_sealed"
down_revision: str | None = "2026_11_29_events"


def upgrade() -> None:
    op.add_column("journal", sa.Column("key", sa.String(), nullable=True))
    op.add_column("store", sa.Column("journal_lines", sa.Integer(), server_default="0", nullable=False))
    op.add_column("store", sa.Column("journal_hash", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("store", "journal_hash")
    op.drop_column("store", "journal_lines")
    op.drop_column("journal", "key")
