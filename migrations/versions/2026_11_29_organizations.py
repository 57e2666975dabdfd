"""an organization that was merged into another leads to it; one obligation that a comma had cut is whole again"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_organizations"
down_revision: str | None = "2026_11_29_force"

KEY = "fk_organization_merged_into_id"
CUT = "gather the members' input by meetings"
WHOLE = "gather the members' input by meetings, circulars and questionnaires"  # Resolution 1332, terms of reference a


def upgrade() -> None:
    with op.batch_alter_table("organization") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key(KEY, "organization", ["merged_into_id"], ["id"])
    obligation = sa.table("obligation", sa.column("what", sa.String()))
    op.execute(obligation.update().where(obligation.c.what == CUT).values(what=WHOLE))


def downgrade() -> None:
    with op.batch_alter_table("organization") as table:
        table.drop_constraint(KEY, type_="foreignkey")
        table.drop_column("merged_into_id")
