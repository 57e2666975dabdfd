"""an index by which a feed finds the next issue that takes effect"""

from alembic import op

revision = "2026_11_29_next_issue"
down_revision: str | None = "2026_11_29_recounts"


def upgrade() -> None:
    op.create_index(op.f("ix_issue_effective_at"), "issue", ["effective_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_issue_effective_at"), "issue")
