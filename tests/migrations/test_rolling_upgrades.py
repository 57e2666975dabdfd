"""Upgrades without downtime: this program, as the one from before, works on the schema of a later one that only adds.

The later program is a process of its own whose folder of revisions has one more, on a store in use.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from models import schema
from models.engine import make_engine, reading
from models.schema import NoStoreOfOurs, OldStore
from models.transactions import RecordHeld
from record import journal
from tests.secretariat import Desk
from tests.stores import LONG_AGO, hurried
from tests.wait import until

pytestmark = pytest.mark.both_databases("migrates, beside others who read and write")

ADDS = """
    op.add_column("message", sa.Column("trial", sa.String(), nullable=True))
    op.add_column("deadline", sa.Column("trial", sa.Integer(), nullable=False, server_default="0"))
    op.create_table("trial", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_index("ix_message_trial", "message", ["trial"])
"""
TAKES = '    op.drop_column("deadline", "note")\n'
STOPS = '    op.execute("SELECT pg_sleep(300)")\n'
LATER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from models import schema
from models.engine import make_engine
from models.postgresql_limits import MIGRATIONS
schema.ROOT = Path(sys.argv[1])
schema.upgrade(make_engine(sys.argv[2], MIGRATIONS), uid_host="council.example", now=datetime(2016, 1, 1, tzinfo=UTC))
"""


def later(folder: Path, kind: str, does: str) -> Path:
    """Return the checkout of a later program: one more revision, of this kind, which does this."""
    root = folder / kind
    shutil.copytree(schema.ROOT / "migrations", root / "migrations")
    shutil.copy(schema.ROOT / "pyproject.toml", root)
    words = ["import sqlalchemy as sa", "from alembic import op", 'revision = "2031_01_01_trial"',
             f'down_revision = "{schema.head()}"', f'kind = "{kind}"', "def upgrade() -> None:", does]  # fmt: skip
    (root / "migrations/versions/2031_01_01_trial.py").write_text("\n".join(words))
    return root


def url_of(engine: Engine) -> str:
    return engine.url.set(drivername=engine.url.get_backend_name()).render_as_string(hide_password=False)


def upgrades(root: Path, url: str) -> "subprocess.Popen[bytes]":
    """Begin the later program's upgrade."""
    return subprocess.Popen([sys.executable, "-c", LATER, root, url], cwd=schema.ROOT)


def stored(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def works(desk: Desk, on: str) -> None:
    """Have the program of before act, plan, send and prove."""
    schema.check(desk.engine)
    sent = len(desk.sink.mails)
    desk.agrees("final-comments", "2017-04-06", on=on)
    desk.turn(f"{on} 16:00")
    assert len(desk.sink.mails) > sent
    with reading(desk.engine) as session:
        assert journal.verify(session)


@pytest.mark.proof_on_postgresql(
    "what an older program reads and refuses is the same there; revisions run on both in every run"
)
def test_the_program_of_before_works_on_a_schema_to_which_a_later_one_has_added(desk: Desk, tmp_path: Path) -> None:
    desk.opens_agreed()
    desk.turn("2017-02-13 10:00")
    before = stored(desk.engine)
    assert upgrades(later(tmp_path, "expand", ADDS), url_of(desk.engine)).wait() == 0
    assert revision(desk.engine) == "2031_01_01_trial"
    assert {name: count for name, count in stored(desk.engine).items() if name != "trial"} == before
    works(desk, "2017-02-23")
    schema.upgrade(desk.engine, uid_host="council.example", now=LONG_AGO)  # as a program that starts again may
    assert revision(desk.engine) == "2031_01_01_trial"


@pytest.mark.proof_on_postgresql(
    "what an older program reads and refuses is the same there; revisions run on both in every run"
)
def test_the_program_of_before_stops_where_a_later_one_has_taken_something_away(desk: Desk, tmp_path: Path) -> None:
    desk.opens_agreed()
    assert upgrades(later(tmp_path, "contract", TAKES), url_of(desk.engine)).wait() == 0
    with pytest.raises(OldStore):
        schema.check(desk.engine)
    with pytest.raises(NoStoreOfOurs, match=r"does not know \(2031_01_01_trial\)"):
        schema.upgrade(desk.engine, uid_host="council.example", now=LONG_AGO)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_an_upgrade_that_is_killed_midway_has_changed_nothing_and_is_done_anew(desk: Desk, tmp_path: Path) -> None:
    desk.opens_agreed()
    before, was = stored(desk.engine), revision(desk.engine)
    killed = upgrades(later(tmp_path / "stops", "expand", ADDS + STOPS), url_of(desk.engine))
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%' AND pid <> pg_backend_pid()")
    with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until(lambda: bool(connection.scalar(waits)), seconds=120)
        killed.kill()
        killed.wait()
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%'"
        connection.execute(text(f"{end} AND pid <> pg_backend_pid()"))  # as the server does once it misses its peer
        until(lambda: not connection.scalar(waits), seconds=120)
    assert (stored(desk.engine), revision(desk.engine)) == (before, was)
    works(desk, "2017-02-23")
    assert upgrades(later(tmp_path / "goes", "expand", ADDS), url_of(desk.engine)).wait() == 0
    assert revision(desk.engine) == "2031_01_01_trial"


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_an_upgrade_waits_for_others_no_longer_than_its_limit_and_others_not_for_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens_agreed()
    monkeypatch.setattr(schema, "ROOT", later(tmp_path, "expand", ADDS))
    schema._revisions.cache_clear()
    hasty = make_engine(hurried(url_of(desk.engine), lock=0.3, idle=60))
    try:
        with desk.engine.connect() as connection:
            connection.execute(text("SELECT id FROM message LIMIT 1"))  # a reader in a transaction, such as a backup
            with pytest.raises(RecordHeld):
                schema.upgrade(hasty, uid_host="council.example", now=LONG_AGO)
        assert "trial" not in stored(desk.engine)
        schema.upgrade(hasty, uid_host="council.example", now=LONG_AGO)
        assert "trial" in stored(desk.engine)
    finally:
        hasty.dispose()
        schema._revisions.cache_clear()
