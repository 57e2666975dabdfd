"""A store that was loaded with our earlier words takes the shipped resolutions for what it has."""

import pytest
from alembic import command
from sqlalchemy import text

from models.schema import _config
from tests.record.mandates.register import TEXTS
from tests.secretariat import Desk

pytestmark = pytest.mark.both_databases("migrates")

BEFORE = "2026_11_29_issues_of_dates"  # the revision
EARLIER = {
    "clause": ("text", "Keep up the special WSIS trust fund", "Maintain the special WSIS trust fund"),
    "obligation": ("what", "submit the comprehensive closing report,", "submit the final and comprehensive report,"),
}


@pytest.mark.proof_on_postgresql(
    "of a revision that stands and changes no more; all rows survive all revisions in every run"
)
def test_earlier_words_are_carried_over(desk: Desk, bodies) -> None:
    desk.loads(bodies, *TEXTS, on="2017-02-09")
    command.downgrade(_config(desk.engine), BEFORE)
    with desk.engine.begin() as connection:
        for table, (column, old, new) in EARLIER.items():
            changed = text(f"UPDATE {table} SET {column} = replace({column}, :new, :old)")
            connection.execute(changed, {"old": old, "new": new})
        connection.execute(text("UPDATE clause SET number = 'e iii' WHERE number = 'e) iii)'"))
        connection.execute(text("UPDATE resolution_version SET recited_in = replace(recited_in, 'e)', 'e')"))
    command.upgrade(_config(desk.engine), "head")
    assert str(desk.loads(*TEXTS, on="2017-02-10")).endswith("unchanged")
