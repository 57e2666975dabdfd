"""Every table of the record, for whoever needs them all: Alembic, and a rehearsal, which copies a store."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData

import models
from models.base import Base


def tables() -> MetaData:
    """Return them all; what is in a module of this room is found by being there."""
    for module in iter_modules(models.__path__, "models."):
        import_module(module.name)
    return Base.metadata
