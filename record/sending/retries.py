"""Trying again: what must be written, until the store has it, through locks, a full disk and restarts.

And how long to wait after a failure: twice as long each time, up to a limit, and never all at one moment. After how
long a message is given up, says `delivery/outcomes.py`.
"""

import logging
import random
import threading
from collections.abc import Callable
from datetime import timedelta
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
    seconds = FIRST_PAUSE
    while True:
        try:
            with writing(engine) as session:
                return write(session)
        except DBAPIError as why:
            if not (isinstance(why, (OperationalError, InterfaceError)) or contention(why)):
                raise
            _log.warning("what was sent is not recorded yet, trying again: %s", type(why.orig).__name__)
        threading.Event().wait(seconds)
        seconds = min(seconds * 2, LONGEST_PAUSE)


def pause(first: timedelta, longest: timedelta, times: int) -> timedelta:
    """Return the pause after so many times, a tenth more or less: `first` after one, doubled up to `longest`."""
    doubled: int = 2 ** min(max(times - 1, 0), 10)
    return min(first * doubled, longest) * random.uniform(0.9, 1.1)  # noqa: S311  jitter, not a secret
