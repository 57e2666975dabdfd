"""the store says which revision a program must know at least"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_ranges"
down_revision: str | None = "2026_11_30_office_steps"
kind = "contract"  # no program from before it reads what the store says


def upgrade() -> None:
    op.add_column("store", sa.Column("needs_revision", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("store", "needs_revision")
