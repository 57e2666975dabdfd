"""resolutions, documents and submissions"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_documents"
down_revision: str | None = "2026_11_22_the_record"


def upgrade() -> None:
    op.create_table(
        "circular",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answers_by", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_circular_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        sa.UniqueConstraint("symbol", name=op.f("uq_circular_symbol")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_document_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("name", name=op.f("uq_document_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    op.create_table(
        "line_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("focal_point", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_line_role_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_role")),
        sa.UniqueConstraint("line", "year", name=op.f("uq_line_role_line_year")),
    )
    op.create_table(
        "reporting_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_reporting_window_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_window")),
        sa.UniqueConstraint("cycle", name=op.f("uq_reporting_window_cycle")),
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_resolution_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("key", name=op.f("uq_resolution_key")),
        sa.UniqueConstraint("name", name=op.f("uq_resolution_name")),
    )
    op.create_table(
        "circular_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], name=op.f("fk_circular_answer_circular_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_circular_answer_entry_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_circular_answer_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_answer")),
    )
    with op.batch_alter_table("circular_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circular_answer_circular_id"), ["circular_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_circular_answer_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "document_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_name_document_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_document_name_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_name")),
        sa.UniqueConstraint("name", name=op.f("uq_document_name_name")),
    )
    with op.batch_alter_table("document_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_name_document_id"), ["document_id"], unique=False)

    op.create_table(
        "language_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_language_version_document_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_language_version_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_version")),
    )
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_version_document_id"), ["document_id"], unique=False)

    op.create_table(
        "resolution_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text_held", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_resolution_version_entry_id")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_version_resolution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_version")),
        sa.UniqueConstraint("resolution_id", "name", name=op.f("uq_resolution_version_resolution_id_name")),
    )
    with op.batch_alter_table("resolution_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_version_resolution_id"), ["resolution_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_submission_cycle_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_submission_deadline_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_submission_document_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_submission_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("public_id", name=op.f("uq_submission_public_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_document_id"), ["document_id"], unique=False)

    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["resolution_version.id"], name=op.f("fk_clause_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_clause_version_id_key")),
    )
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_version_id"), ["version_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_receipt_entry_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_receipt_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "resolution_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_resolution_force_entry_id")),
        sa.ForeignKeyConstraint(["version_id"], ["resolution_version.id"], name=op.f("fk_resolution_force_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_force")),
    )
    with op.batch_alter_table("resolution_force", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_force_version_id"), ["version_id"], unique=False)

    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("copies", sa.JSON(), nullable=False),
        sa.Column("considered_by", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("by_event", sa.String(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_obligation_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("clause_id", "part", name=op.f("uq_obligation_clause_id_part")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligation_clause_id"), ["clause_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligation_clause_id"))

    op.drop_table("obligation")
    with op.batch_alter_table("resolution_force", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_force_version_id"))

    op.drop_table("resolution_force")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_submission_id"))

    op.drop_table("receipt")
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_version_id"))

    op.drop_table("clause")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_document_id"))
        batch_op.drop_index(batch_op.f("ix_submission_deadline_id"))
        batch_op.drop_index(batch_op.f("ix_submission_cycle_id"))

    op.drop_table("submission")
    with op.batch_alter_table("resolution_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_version_resolution_id"))

    op.drop_table("resolution_version")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_language_version_document_id"))

    op.drop_table("language_version")
    with op.batch_alter_table("document_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_name_document_id"))

    op.drop_table("document_name")
    with op.batch_alter_table("circular_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circular_answer_organization_id"))
        batch_op.drop_index(batch_op.f("ix_circular_answer_circular_id"))

    op.drop_table("circular_answer")
    op.drop_table("resolution")
    op.drop_table("reporting_window")
    op.drop_table("line_role")
    op.drop_table("document")
    op.drop_table("circular")
