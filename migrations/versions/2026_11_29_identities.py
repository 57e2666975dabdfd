"""the ids of messages stand in a table of their own, whose rows never change: a message's cost every index an entry"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_identities"
down_revision: str | None = "2026_11_29_offers"

PUBLIC_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
STAGE = """CASE WHEN state IN ('queued', 'sending', 'retry', 'unknown') THEN 'moving'
 WHEN state IN ('held', 'dead') THEN state ELSE 'over' END"""
INDEXES = {
    "ix_message_moving": (["due_at", "id"], sa.text("stage = 'moving'")),
    "ix_message_living": (["stage", "person_id"], sa.text("stage <> 'over'")),
    "ix_message_over": (["person_id"], sa.text("stage = 'over'")),
}


def upgrade() -> None:
    op.create_table(
        "message_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_identity")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_identity_public_id")),
    )
    op.execute("INSERT INTO message_identity (id, public_id) SELECT id, public_id FROM message ORDER BY id")
    without_stage()
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint("uq_message_public_id", type_="unique")
        batch_op.drop_column("public_id")
        batch_op.create_foreign_key("fk_message_id", "message_identity", ["id"], ["id"])
    with_stage()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('message_identity_id_seq', max(id)) FROM message_identity HAVING max(id) IS NOT NULL")
        op.execute("ALTER TABLE message ALTER id DROP DEFAULT")
        op.execute("DROP SEQUENCE message_id_seq")


def downgrade() -> None:
    without_stage()
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint("fk_message_id", type_="foreignkey")
        batch_op.add_column(sa.Column("public_id", PUBLIC_ID, nullable=True))
    op.execute("UPDATE message SET public_id = (SELECT i.public_id FROM message_identity i WHERE i.id = message.id)")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("public_id", existing_type=PUBLIC_ID, nullable=False)
        batch_op.create_unique_constraint("uq_message_public_id", ["public_id"])
    with_stage()
    op.drop_table("message_identity")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE message_id_seq OWNED BY message.id")
        op.execute("SELECT setval('message_id_seq', max(id)) FROM message HAVING max(id) IS NOT NULL")
        op.execute("ALTER TABLE message ALTER id SET DEFAULT nextval('message_id_seq')")


def without_stage() -> None:
    """Take the derived column away where the table is built anew, on SQLite: Alembic would copy it as a plain one."""
    if op.get_bind().dialect.name == "sqlite":
        for name in INDEXES:
            op.drop_index(name, table_name="message")
        op.drop_column("message", "stage")


def with_stage() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.add_column("message", sa.Column("stage", sa.String(), sa.Computed(STAGE), nullable=False))
        for name, (columns, where) in INDEXES.items():
            op.create_index(name, "message", columns, sqlite_where=where)
