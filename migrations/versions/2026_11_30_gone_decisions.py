"""decisions and their items may be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_gone_decisions"
down_revision: str | None = "2026_11_30_connections"


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("gone_entry_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_decision_gone_entry_id"), "journal", ["gone_entry_id"], ["id"])
    op.add_column("item", sa.Column("gone", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("item", "gone")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("fk_decision_gone_entry_id"), type_="foreignkey")
        batch.drop_column("gone_entry_id")
        batch.drop_column("gone_at")
