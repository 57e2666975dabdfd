"""the invitation and the recalls of a window may be approved with its date"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_invitations"
down_revision: str | None = "2026_11_30_lateness"


def upgrade() -> None:
    op.add_column("issue", sa.Column("invites", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("issue", "invites")
