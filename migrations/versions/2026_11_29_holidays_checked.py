"""holiday lists name their circular, who entered them and who checked them; a list that was loaded is not checked"""

import json

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_holidays_checked"
down_revision: str | None = "2026_11_29_conference_outcomes"

COLUMNS = (
    ("circular", sa.String()),
    ("source", sa.String()),
    ("circular_on", sa.Date()),
    ("entered_by", sa.String()),
    ("entered_at", sa.DateTime(timezone=True)),
    ("checked_by", sa.String()),
    ("checked_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("holiday_list", sa.Column(name, kind, nullable=True))
    _say_who_entered()


def _say_who_entered() -> None:
    """Take from the journal who loaded each list as it is."""
    lists = sa.table("holiday_list", *map(sa.column, ("id", "place", "year", "entered_by", "entered_at")))
    lines = sa.table("journal", *map(sa.column, ("id", "at", "by", "text")))
    connection = op.get_bind()
    stored = {f"{row.place} {row.year}": row.id for row in connection.execute(sa.select(lists))}
    loads = sa.select(lines).where(lines.c.text.contains('holidays":')).order_by(lines.c.id)
    for line in connection.execute(loads).all() if stored else ():
        facts = json.loads(line.text)
        for name in (*facts.get("holidays", ()), *facts.get("changed_holidays", ())):
            if name in stored:
                entered = {"entered_by": line.by, "entered_at": line.at}
                connection.execute(lists.update().where(lists.c.id == stored[name]).values(entered))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("holiday_list", name)
