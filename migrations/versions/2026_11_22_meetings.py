"""agenda, meeting history and editions"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_meetings"
down_revision: str | None = "2026_11_22_evidence"


def upgrade() -> None:
    op.create_table(
        "meeting_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("related_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_meeting_state_entry_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_state_meeting_id")),
        sa.ForeignKeyConstraint(["related_id"], ["meeting.id"], name=op.f("fk_meeting_state_related_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_state")),
    )
    with op.batch_alter_table("meeting_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_state_meeting_id"), ["meeting_id"], unique=False)
    op.execute(  # what is known of the meetings that were there before
        "INSERT INTO meeting_state (meeting_id, title, opens_on, closes_on, place, status, at) "
        "SELECT id, title, opens_on, closes_on, place, status, updated_at FROM meeting ORDER BY id"
    )

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_agenda_item_entry_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    with op.batch_alter_table("anchor_date", schema=None) as batch_op:
        batch_op.alter_column("opens_on", existing_type=sa.Date(), nullable=True)
        batch_op.alter_column("closes_on", existing_type=sa.Date(), nullable=True)
        batch_op.add_column(sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_anchor_date_meeting_id"), "meeting", ["meeting_id"], ["id"])
    op.execute(
        "UPDATE anchor_date SET meeting_id = "
        "(SELECT anchor.meeting_id FROM anchor WHERE anchor.id = anchor_date.anchor_id)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM anchor_date WHERE opens_on IS NULL")
    with op.batch_alter_table("anchor_date", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_anchor_date_meeting_id"), type_="foreignkey")
        batch_op.drop_column("meeting_id")
        batch_op.drop_column("provisional")
        batch_op.alter_column("closes_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("opens_on", existing_type=sa.Date(), nullable=False)
    op.drop_table("agenda_item")
    op.drop_table("meeting_state")
