"""the journal proves rows that change, too: how each stood after an act"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_row_digests"
down_revision: str | None = "2026_11_30_ranges"
kind = "expand"


def upgrade() -> None:
    op.create_table(
        "row_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_row_digest"),
    )
    op.create_index("ix_row_digest_entry_id", "row_digest", ["entry_id"])
    op.create_index("ix_row_digest_of", "row_digest", ["of", "number"])


def downgrade() -> None:
    op.drop_table("row_digest")
