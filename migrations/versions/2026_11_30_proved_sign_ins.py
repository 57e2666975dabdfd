"""a sign-in says when somebody proved anew who they are"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_proved_sign_ins"
down_revision: str | None = "2026_11_30_weekends"


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_in", "proved_at")
