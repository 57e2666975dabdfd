"""the one official address of an organization, which hears of whatever gives or changes a right"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_official_addresses"
down_revision: str | None = "2026_11_29_least_time"


def upgrade() -> None:
    op.add_column("person", sa.Column("official", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("person", "official")
