"""The settings by which the journal is sealed: the keys, and the data folder that keeps the head.

They are attached to the engine, so that every session of it can seal; without them no line can be written.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from record.settings import Settings

OPTION = "council_journal"


def attach(engine: Engine, settings: Settings) -> Engine:
    """Return the engine, whose sessions can seal lines from now on."""
    engine.update_execution_options(**{OPTION: settings})
    return engine


def settings_of(session: Session) -> Settings:
    """Return the settings with which a session seals and proves lines."""
    settings = session.get_bind().get_execution_options().get(OPTION)
    if not isinstance(settings, Settings):
        raise LookupError("this engine has no keys: journal.attach(engine, settings) gives them")
    return settings
