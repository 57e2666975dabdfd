"""the mail that brings a link to a private address names the act that caused it, as every other message does"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_offers"
down_revision: str | None = "2026_11_29_officers"


def upgrade() -> None:
    op.add_column("asked_address", sa.Column("act", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("asked_address", "act")
