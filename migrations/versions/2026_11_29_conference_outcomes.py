"""outcomes of conferences: what lists say became of resolutions, until it is accepted"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_conference_outcomes"
down_revision = "2026_11_29_expected_documents"


def upgrade() -> None:
    op.create_table(
        "conference_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("reports_to", sa.String(), nullable=True),
        sa.Column("ends", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_entry_id"], ["journal.id"], name=op.f("fk_conference_outcome_accepted_entry_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_conference_outcome_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_outcome")),
    )
    with op.batch_alter_table("conference_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_outcome_resolution"), ["resolution"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("conference_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_outcome_resolution"))

    op.drop_table("conference_outcome")
