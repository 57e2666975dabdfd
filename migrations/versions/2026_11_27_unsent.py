"""what waits for a person is found by an index of what waits, however much was ever sent"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_unsent"
down_revision: str | None = "2026_11_27_leases"


def upgrade() -> None:
    op.create_index(
        "ix_message_unsent",
        "message",
        ["person_id"],
        sqlite_where=sa.text("state IN ('held', 'queued', 'retry')"),
        postgresql_where=sa.text("state IN ('held', 'queued', 'retry')"),
    )


def downgrade() -> None:
    op.drop_index("ix_message_unsent", table_name="message")
