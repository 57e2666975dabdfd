"""mail that came back says whether the server gave up, which its status does not tell"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_bounces"
down_revision: str | None = "2026_11_29_as_in"


def upgrade() -> None:
    """What was recorded before goes on counting as it did: class 5 as failed, class 4 as delayed."""
    with op.batch_alter_table("bounce") as batch_op:
        batch_op.add_column(sa.Column("action", sa.String(), nullable=False, server_default="delayed"))
    op.execute("UPDATE bounce SET action = 'failed' WHERE status LIKE '5%'")
    with op.batch_alter_table("bounce") as batch_op:
        batch_op.alter_column("action", server_default=None)


def downgrade() -> None:
    op.drop_column("bounce", "action")
