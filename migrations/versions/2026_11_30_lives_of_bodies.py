"""lives of bodies: by what each was set up, to whom it reports, when it ends, which follows it"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_lives_of_bodies"
down_revision = "2026_11_30_follow_ups"


def upgrade() -> None:
    op.create_table(
        "body_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("set_up_by", sa.String(), nullable=True),
        sa.Column("terms", sa.String(), nullable=True),
        sa.Column("reports_to", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("followed_by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_state_body_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_body_state_entry_id")),
        sa.ForeignKeyConstraint(["followed_by_id"], ["body.id"], name=op.f("fk_body_state_followed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_state")),
    )
    with op.batch_alter_table("body_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_state_body_id"), ["body_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("body_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_state_body_id"))

    op.drop_table("body_state")
