"""documents expected for a meeting, the letters that ask for them, and what it decided"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_expected_documents"
down_revision: str | None = "2026_11_29_memberships"


def upgrade() -> None:
    op.create_table(
        "expected_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("submit_by", sa.String(), nullable=True),
        sa.Column("post_by", sa.String(), nullable=True),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("ruling", sa.String(), nullable=True),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("next_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_expected_document_document_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name="fk_expected_document_entry_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_expected_document_meeting_id"),
        sa.ForeignKeyConstraint(["next_id"], ["meeting.id"], name="fk_expected_document_next_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name="fk_expected_document_organization_id"),
        sa.PrimaryKeyConstraint("id", name="pk_expected_document"),
    )
    for column in ("document_id", "meeting_id", "organization_id"):
        op.create_index(f"ix_expected_document_{column}", "expected_document", [column])
    op.create_table(
        "document_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name="fk_document_request_entry_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_document_request_meeting_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_document_request_message_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_document_request_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document_request"),
    )
    for column in ("meeting_id", "message_id", "person_id"):
        op.create_index(f"ix_document_request_{column}", "document_request", [column])

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("paragraph", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("became", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name="fk_decision_entry_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_decision_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_meeting_id", "decision", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("decision")
    op.drop_table("document_request")
    op.drop_table("expected_document")
