"""indexes know the stage of a message, not its state: a claim moves no entry of an index"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_stages"
down_revision: str | None = "2026_11_27_domain"

STAGE = """CASE WHEN state IN ('queued', 'sending', 'retry', 'unknown') THEN 'moving'
 WHEN state IN ('held', 'dead') THEN state ELSE 'over' END"""
GONE = (
    "ix_message_waiting", "ix_message_unsent", "ix_message_state", "ix_message_cycle_id", "ix_message_person_id"
)  # fmt: skip
MOVING, LIVING = sa.text("stage = 'moving'"), sa.text("stage <> 'over'")
WAITING = sa.text("state IN ('queued', 'retry', 'sending', 'unknown')")
UNSENT = sa.text("state IN ('held', 'queued', 'retry')")


def upgrade() -> None:
    for name in GONE:
        op.drop_index(name, table_name="message")
    # PostgreSQL indexes no virtual column; SQLite adds no stored one
    stored = True if op.get_bind().dialect.name == "postgresql" else None
    op.add_column("message", sa.Column("stage", sa.String(), sa.Computed(STAGE, persisted=stored), nullable=False))
    partial("ix_message_moving", ["due_at", "id"], MOVING)
    partial("ix_message_living", ["stage", "person_id"], LIVING)
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE message ALTER public_id TYPE VARCHAR COLLATE "C"')
        # room on its page for a row that is released, claimed and worded
        op.execute("ALTER TABLE message SET (fillfactor = 30)")


def downgrade() -> None:
    for name in ("ix_message_moving", "ix_message_living"):
        op.drop_index(name, table_name="message")
    op.drop_column("message", "stage")
    for column in ("person_id", "cycle_id", "state"):
        op.create_index(f"ix_message_{column}", "message", [column])
    partial("ix_message_waiting", ["due_at"], WAITING)
    partial("ix_message_unsent", ["person_id"], UNSENT)
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE message ALTER public_id TYPE VARCHAR COLLATE "default"')
        op.execute("ALTER TABLE message RESET (fillfactor)")


def partial(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "message", columns, sqlite_where=where, postgresql_where=where)
