"""whether the invitees of a step vote, and who gave an answer"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_votes"
down_revision: str | None = "2026_11_29_texts"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("vote", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("answer", sa.Column("given_by", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("answer", "given_by")
    op.drop_column("deadline", "vote")
