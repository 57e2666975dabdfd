"""a step's note, papers before a meeting, where a text is only recited, and when a circular was sent"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_domain"
down_revision: str | None = "2026_11_27_asked_addresses"


def upgrade() -> None:
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), nullable=True))
    with op.batch_alter_table("resolution_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recited_in", sa.String(), nullable=True))
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting", sa.String(), nullable=True))
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "meeting_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_meeting_paper_document_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_meeting_paper_entry_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_paper_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper")),
    )
    with op.batch_alter_table("meeting_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_paper_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_table("meeting_paper")
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.drop_column("sent_at")
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_column("meeting")
    with op.batch_alter_table("resolution_version", schema=None) as batch_op:
        batch_op.drop_column("recited_in")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_column("note")
