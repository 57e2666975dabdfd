"""events of acts, which a relay emits; and the act that caused a message"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_events"
down_revision: str | None = "2026_11_29_places"

WAITS = sa.text("emitted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("emitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"])
    op.create_index("ix_event_waiting", "event", ["id"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.add_column("message", sa.Column("act", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "act")
    op.drop_table("event")
