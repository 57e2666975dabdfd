"""an office states the weekend of a place"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_weekends"
down_revision: str | None = "2026_11_30_lives_of_bodies"


def upgrade() -> None:
    op.add_column("holiday_list", sa.Column("weekend", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("holiday_list", "weekend")
