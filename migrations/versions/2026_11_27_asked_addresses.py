"""private addresses that people ask for by themselves"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_asked_addresses"
down_revision: str | None = "2026_11_27_unsent"

WAITING = "state IN ('queued', 'retry', 'sending')"


def upgrade() -> None:
    op.create_table(
        "asked_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("selection", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_address")),
        sa.UniqueConstraint("public_id", name=op.f("uq_asked_address_public_id")),
    )
    with op.batch_alter_table("asked_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_address_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_asked_address_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text(WAITING),
            postgresql_where=sa.text(WAITING),
        )


def downgrade() -> None:
    op.drop_table("asked_address")
