"""a contribution may be of several organizations"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_joint_contributions"
down_revision: str | None = "2026_11_30_row_digests"
kind = "expand"


def upgrade() -> None:
    op.add_column("expected_document", sa.Column("joint_ids", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("expected_document", "joint_ids")
