"""Writing what must be written: again and again until the store has it, through locks, a full disk and restarts."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from models.engine import writing
from models.transactions import contention

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds
Found = TypeVar("Found")
_log = logging.getLogger("council.sending")


def until_committed(engine: Engine, write: Callable[[Session], Found]) -> Found:
    """Return what `write` returns once its transaction is committed; it must bear being done twice.

    A commit whose answer was lost is done again: what it wrote is fenced by then, and nothing changes.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            with writing(engine) as session:
                return write(session)
        except DBAPIError as why:
            if not (isinstance(why, (OperationalError, InterfaceError)) or contention(why)):
                raise
            _log.warning("what was sent is not recorded yet, trying again: %s", type(why.orig).__name__)
        threading.Event().wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
