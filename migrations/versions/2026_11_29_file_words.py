"""what files said last of a person: what somebody chose since is told from what a file corrects"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_file_words"
down_revision: str | None = "2026_11_29_organizations"


def upgrade() -> None:
    op.add_column("person", sa.Column("file_said", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("file_said")
