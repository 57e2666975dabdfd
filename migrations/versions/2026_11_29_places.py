"""where a sender's last round was sent from: a copy of the store is noticed although its folder knows nothing"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_places"
down_revision: str | None = "2026_11_29_taken_back"


def upgrade() -> None:
    op.add_column("sender", sa.Column("place", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("sender", "place")
