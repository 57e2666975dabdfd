"""The schema of a store: made and brought up to date by Alembic, from dated revisions that import no model."""

from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from models.engine import writing
from models.store import Store
from planning.errors import CouncilError

ROOT = Path(__file__).resolve().parent.parent


class OldStore(CouncilError):
    """The store's schema is not the one that this version writes."""

    def __init__(self) -> None:
        super().__init__("the store's schema is of another version; bring it up to date with: council db upgrade")


def _config(engine: Engine) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, *, uid_host: str, now: datetime) -> None:
    """Bring the store up to date, and give a new one its identity. Doing it twice changes nothing."""
    command.upgrade(_config(engine), "head")
    with writing(engine) as session:
        if session.get(Store, 1) is None:
            session.add(Store(public_id=str(uuid4()), uid_host=uid_host, created_at=now))


def is_empty(engine: Engine) -> bool:
    """Return whether the database holds no store at all."""
    return not inspect(engine).has_table("store")


@cache
def head() -> str | None:
    """Return the revision that this version writes: read once, for the files stay as they are while we run."""
    return ScriptDirectory.from_config(Config(toml_file=str(ROOT / "pyproject.toml"))).get_current_head()


def check(engine: Engine) -> None:
    """Return nothing for a store that this version can write. Raises OldStore."""
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() != head():
            raise OldStore
