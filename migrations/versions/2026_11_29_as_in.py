"""the edition from which a date was hung anew, in a column of its own and not as a sentence about its source

Only the step is changed: its stored derivations are part of what acts wrote, and keep their English.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_as_in"
down_revision: str | None = "2026_11_29_identities"

NAMED = """
UPDATE deadline SET source = NULL, as_in = (
    SELECT last.chain || '/' || last.edition FROM cycle own JOIN cycle last ON last.chain = own.chain
    WHERE own.id = deadline.cycle_id AND deadline.source = 'as in ' || last.chain || '/' || last.edition
) WHERE source IN (SELECT 'as in ' || last.chain || '/' || last.edition FROM cycle own
    JOIN cycle last ON last.chain = own.chain WHERE own.id = deadline.cycle_id)
"""


def upgrade() -> None:
    op.add_column("deadline", sa.Column("as_in", sa.String(), nullable=True))
    op.execute(NAMED)


def downgrade() -> None:
    op.execute("UPDATE deadline SET source = 'as in ' || as_in WHERE as_in IS NOT NULL")
    op.drop_column("deadline", "as_in")
