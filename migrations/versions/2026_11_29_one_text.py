"""two documents that were recorded apart, and are one text"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_one_text"
down_revision: str | None = "2026_11_29_accounts"

KEY = "fk_document_same_as_id"
INDEX = "ix_document_same_as_id"


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("same_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index(INDEX, ["same_as_id"])
        table.create_foreign_key(KEY, "document", ["same_as_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.drop_constraint(KEY, type_="foreignkey")
        table.drop_index(INDEX)
        table.drop_column("same_at")
        table.drop_column("same_as_id")
