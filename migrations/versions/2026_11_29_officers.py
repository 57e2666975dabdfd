"""a deadline may be handed back to its role: then nobody in person is responsible for it"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_officers"
down_revision: str | None = "2026_11_29_sealed"


def upgrade() -> None:
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM assignment WHERE person_id IS NULL")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
