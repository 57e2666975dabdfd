"""a hold may concern one sender; a message remembers that it may have arrived"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_leases"
down_revision: str | None = "2026_11_27_sending"


def upgrade() -> None:
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("home_id", sa.String(), nullable=True))
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("in_doubt", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE message SET in_doubt = (state IN ('sending', 'unknown'))")
    op.execute("UPDATE message SET carrier = 'unsealed' WHERE address <> 'email'")  # as its channel's was
    op.execute("UPDATE message SET unanswered = 1 WHERE state = 'unknown'")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("unanswered", server_default=None)
        batch_op.alter_column("in_doubt", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("in_doubt")
        batch_op.drop_column("unanswered")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_column("home_id")
