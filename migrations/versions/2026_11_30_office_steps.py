"""steps that are the office's own, which members never read"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_office_steps"
down_revision: str | None = "2026_11_30_contact_layouts"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("office_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("deadline", "office_only")
