"""links in mail end: the series that is signed into them, and the last day of those that name none"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_links"
down_revision: str | None = "2026_11_27_stages"

# What each person was told of by mail that left, with its close; a report tells of its week.
TOLD = """
SELECT m.person_id, max(m.sent_at) AS sent_at, max(p.closes_at) AS closes_at FROM message m
 LEFT JOIN owed o ON o.message_id = m.id
 LEFT JOIN deadline d ON d.id = o.deadline_id
 LEFT JOIN promise p ON p.deadline_id = d.id AND p.number = d.promise
 WHERE m.address = 'email' AND (m.sent_at IS NOT NULL OR m.frozen IS NOT NULL)
 GROUP BY m.person_id
"""


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_series", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("undated_links_until", sa.Date(), nullable=True))
    connection = op.get_bind()
    told = sa.text(TOLD).columns(person_id=sa.Integer, sent_at=sa.DateTime, closes_at=sa.DateTime)
    people = sa.table("person", sa.column("id"), sa.column("undated_links_until", sa.Date()))
    for row in connection.execute(told).all():
        ends = [at for at in (row.sent_at, row.closes_at) if at is not None]
        if ends:
            until = max(_day(at) for at in ends) + timedelta(days=30)
            connection.execute(people.update().where(people.c.id == row.person_id).values(undated_links_until=until))


def _day(at: datetime) -> date:
    """Return the day in UTC: PostgreSQL gives an aware instant in its session's zone, SQLite a naive one in UTC."""
    return (at.astimezone(UTC) if at.tzinfo else at).date()


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("undated_links_until")
        batch_op.drop_column("link_series")
