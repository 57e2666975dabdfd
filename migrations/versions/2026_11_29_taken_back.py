"""a message that a sender has may be taken back: why, which is asked before it is handed over"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_taken_back"
down_revision: str | None = "2026_11_29_readings"


def upgrade() -> None:
    op.add_column("message", sa.Column("taken_back", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "taken_back")
