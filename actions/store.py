"""Opening the store: made on the first act, refused when its schema is of another version."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.refusals import NoStore
from actions.settings import Settings
from models import schema
from models.engine import make_engine


def for_acting(settings: Settings, *, now: datetime) -> Engine:
    """Return the store, made first where there is none. Raises BadDatabaseUrl, OldStore."""
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    _prepare(engine, settings, now)
    return engine


def for_reading(settings: Settings) -> Engine:
    """Return the store as it is. Raises BadDatabaseUrl, NoStore, OldStore."""
    engine = make_engine(settings.database_url)
    missing = engine.dialect.name == "sqlite" and not _file_exists(engine)
    if missing or schema.is_empty(engine):
        raise NoStore
    schema.check(engine)
    return engine


def for_serving(settings: Settings, *, now: datetime) -> tuple[Engine, bool]:
    """Return the store for readers who do not wait long, and whether it answers; made first where there is none.

    A silent one is no reason not to begin: what was served before is on the disk. Raises BadDatabaseUrl, OldStore.
    """
    from models.patience import bound  # brings the driver of PostgreSQL, which no reading command pays for

    engine = bound(make_engine(settings.database_url))
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        _prepare(engine, settings, now)
    except SQLAlchemyError:
        return engine, False
    return engine, True


def _prepare(engine: Engine, settings: Settings, now: datetime) -> None:
    if schema.is_empty(engine):
        schema.upgrade(engine, uid_host=settings.uid_host, now=now)
    schema.check(engine)


def upgrade(settings: Settings, *, now: datetime) -> None:
    """Bring the store up to date, made first where there is none."""
    settings.home.mkdir(parents=True, exist_ok=True)
    schema.upgrade(make_engine(settings.database_url), uid_host=settings.uid_host, now=now)


def _file_exists(engine: Engine) -> bool:
    return bool(engine.url.database) and Path(str(engine.url.database)).exists()
