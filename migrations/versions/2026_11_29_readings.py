"""indexes for readings: the messages of a person that are over, and the day on which the first deadline was due"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_readings"
down_revision: str | None = "2026_11_29_links"

OVER = sa.text("stage = 'over'")


def upgrade() -> None:
    op.create_index("ix_message_over", "message", ["person_id"], sqlite_where=OVER, postgresql_where=OVER)
    op.create_index("ix_promise_due_on", "promise", ["due_on"])


def downgrade() -> None:
    op.drop_index("ix_promise_due_on", table_name="promise")
    op.drop_index("ix_message_over", table_name="message")
