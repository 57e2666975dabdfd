"""what the columns of tables of contacts were said to be, by their headings"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_contact_layouts"
down_revision: str | None = "2026_11_30_offered_addresses"


def upgrade() -> None:
    op.create_table(
        "contact_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_layout"),
        sa.UniqueConstraint("headings", name="uq_contact_layout_headings"),
    )


def downgrade() -> None:
    op.drop_table("contact_layout")
