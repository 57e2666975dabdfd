"""memberships: what organizations are, from a day to a day; who is of the Council was a role of people till now"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_memberships"
down_revision = "2026_11_29_next_issue"


# A state was of the Council while one of its people held that role. The roles stay; what is known of the state outranks
# them. Nobody's line says when they were entered: they count as known since the record began.
CARRIED = """
INSERT INTO membership (organization_id, kind, from_on, to_on, source, at)
SELECT DISTINCT COALESCE(organization.merged_into_id, organization.id), 'council-member',
  role.from_on, role.to_on,
  'the roles of its people', begun.at
FROM role JOIN person ON person.id = role.person_id
JOIN organization ON organization.id = person.organization_id
CROSS JOIN (SELECT COALESCE(MIN(at), CURRENT_TIMESTAMP) AS at FROM journal) AS begun
WHERE role.role = 'council-members' AND role.scope = ''
AND (role.from_on IS NULL OR role.to_on IS NULL OR role.from_on <= role.to_on)
"""


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_membership_entry_id")),
        sa.ForeignKeyConstraint(["gone_entry_id"], ["journal.id"], name=op.f("fk_membership_gone_entry_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_membership_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "membership_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_membership_list_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_list")),
    )
    with op.batch_alter_table("membership_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_list_kind"), ["kind"], unique=False)
    op.execute(CARRIED)


def downgrade() -> None:
    with op.batch_alter_table("membership_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_list_kind"))

    op.drop_table("membership_list")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organization_id"))
        batch_op.drop_index(batch_op.f("ix_membership_kind"))

    op.drop_table("membership")
