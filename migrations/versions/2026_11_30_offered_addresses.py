"""a private address that somebody of the secretariat offered, whose reader did not ask for it"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_offered_addresses"
down_revision: str | None = "2026_11_30_cleared"


def upgrade() -> None:
    op.add_column("asked_address", sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("asked_address", "is_offered")
