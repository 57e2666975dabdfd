"""who sends and what holds it; what people chose about their mail; bounces; channel URLs sealed"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_sending"
down_revision: str | None = "2026_11_22_subscriptions"


def upgrade() -> None:
    op.create_table(
        "breaker",
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("carrier", name=op.f("pk_breaker")),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_table(
        "sender",
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("boot_id", sa.String(), nullable=False),
        sa.Column("ticks", sa.Integer(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steady", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_sender")),
    )
    op.create_table(
        "bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bounce_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounce")),
        sa.UniqueConstraint("person_id", "report_id", name=op.f("uq_bounce_person_id_report_id")),
    )
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bounce_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_deputy_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_mute_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mute_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
    )
    with op.batch_alter_table("mute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mute_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("carrier", sa.String(), nullable=False, server_default="email"))
        batch_op.drop_constraint(batch_op.f("uq_channel_person_id_address"), type_="unique")
    op.execute("UPDATE channel SET fingerprint = address")  # until `council channels seal` seals the URLs
    op.execute("UPDATE channel SET carrier = 'unsealed' WHERE address <> 'email'")
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.alter_column("fingerprint", server_default=None)
        batch_op.alter_column("carrier", server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_channel_person_id_fingerprint"), ["person_id", "fingerprint"])

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carrier", sa.String(), nullable=False, server_default="email"))
        batch_op.alter_column("cycle_id", existing_type=sa.INTEGER(), nullable=True)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("carrier", server_default=None)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reachable_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("reachable_from")
        batch_op.drop_column("digest")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("cycle_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("carrier")

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_channel_person_id_fingerprint"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_channel_person_id_address"), ["person_id", "address"])
        batch_op.drop_column("carrier")
        batch_op.drop_column("fingerprint")

    with op.batch_alter_table("mute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mute_person_id"))

    op.drop_table("mute")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_person_id"))

    op.drop_table("deputy")
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bounce_person_id"))

    op.drop_table("bounce")
    op.drop_table("sender")
    op.drop_table("hold")
    op.drop_table("breaker")
